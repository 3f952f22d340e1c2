"""What must be remembered between two runs?"""
