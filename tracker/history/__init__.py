"""What became of promises over time: the versions of documents, told as the changes of their action items."""
