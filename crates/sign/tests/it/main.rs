//! Seals of ours before the clients of others: sigstore-python, `@sigstore/verify`, securesystemslib, openssl.

#[cfg(test)]
mod cases;
#[cfg(test)]
mod clients;
#[cfg(feature = "network")]
#[cfg(test)]
mod keyless;
#[cfg(test)]
mod openssl;
