//! Digests of files, in one pass.

use cos_core::digest::{Digest, Digest512};
use sha2::{Digest as _, Sha256, Sha512};
use std::io::{self, Read, Write};

const BUFFER: usize = 256 << 10;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digests {
    /// Bytes.
    pub size: u64,
    /// SHA-256.
    pub sha256: Digest,
    /// SHA-512.
    pub sha512: Digest512,
}

/// Reads all of `input`.
pub fn digests(input: impl Read) -> io::Result<Digests> {
    copy(input, &mut io::sink())
}

/// Copies all of `input` to `output`.
pub fn copy(mut input: impl Read, output: &mut impl Write) -> io::Result<Digests> {
    let (mut short, mut long, mut size) = (Sha256::new(), Sha512::new(), 0);
    let mut buffer = vec![0; BUFFER];
    loop {
        let read = match input.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        short.update(&buffer[..read]);
        long.update(&buffer[..read]);
        output.write_all(&buffer[..read])?;
        size += read as u64;
    }
    Ok(Digests {
        size,
        sha256: Digest(short.finalize().into()),
        sha512: Digest512(long.finalize().into()),
    })
}
