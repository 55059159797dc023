"""Files about donation days: data in, bytes out."""
