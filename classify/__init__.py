"""Whose is it, which column does it belong to, and have we had it before?"""
