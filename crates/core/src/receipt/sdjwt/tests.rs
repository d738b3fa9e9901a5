//! SD-JWT processing without signatures; added to below.
