"""What goes out, in which order and in which form?"""
