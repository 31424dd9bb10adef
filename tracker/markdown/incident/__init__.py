"""What a document says about its incident."""
