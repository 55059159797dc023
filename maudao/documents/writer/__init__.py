"""Official Vietnamese documents: one model of blocks, written as DOCX and PDF, and workbooks as XLSX."""
