"""PDF files with text: `read.read_pdf` gives a Document; what it needs is loaded when a PDF comes."""
