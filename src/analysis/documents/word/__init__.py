"""A document as DOCX, for Word, WPS and LibreOffice (Word 文档)."""

from analysis.documents.word.docx_writer import write

__all__ = ["write"]
