//! An issuer of tokens on loopback that does whatever a test tells it to, also what no issuer should.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256,
    RsaKeyPair,
};
use cos_core::base64url;
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// A key with its name.
pub(crate) struct Key {
    pub(crate) kid: String,
    pair: Pair,
}

enum Pair {
    Ed25519(Ed25519KeyPair),
    P256(EcdsaKeyPair),
    Rsa(RsaKeyPair),
}

/// What a path answers.
#[derive(Clone)]
pub(crate) enum Said {
    /// A status, header lines and a body.
    Whole(u16, String, String),
    /// It never ends.
    Endless,
    /// It never begins.
    Silence,
}

pub(crate) struct Issuer {
    pub(crate) url: String,
    shared: Arc<Shared>,
    address: SocketAddr,
}

#[derive(Default)]
struct Shared {
    paths: Mutex<Vec<(String, Said)>>,
    /// How often each path was asked for, and with which bodies.
    asked: Mutex<Vec<(String, String)>>,
    /// The last `Authorization` that was sent.
    authorization: Mutex<Option<String>>,
    connections: AtomicUsize,
    ended: AtomicBool,
}

impl Key {
    pub(crate) fn rsa(kid: &str) -> Self {
        let pair = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
        Self { kid: kid.to_owned(), pair: Pair::Rsa(pair) }
    }

    pub(crate) fn p256(kid: &str) -> Self {
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
        Self { kid: kid.to_owned(), pair: Pair::P256(pair) }
    }

    pub(crate) fn ed25519(kid: &str) -> Self {
        Self { kid: kid.to_owned(), pair: Pair::Ed25519(Ed25519KeyPair::generate().unwrap()) }
    }

    pub(crate) fn alg(&self) -> &'static str {
        match self.pair {
            Pair::Ed25519(_) => "EdDSA",
            Pair::P256(_) => "ES256",
            Pair::Rsa(_) => "RS256",
        }
    }

    pub(crate) fn jwk(&self) -> Value {
        let mut jwk = match &self.pair {
            Pair::Ed25519(pair) => {
                let x = base64url::encode(pair.public_key().as_ref());
                json!({ "kty": "OKP", "crv": "Ed25519", "x": x })
            }
            Pair::P256(pair) => {
                let point = pair.public_key().as_ref();
                let (x, y) = (base64url::encode(&point[1..33]), base64url::encode(&point[33..]));
                json!({ "kty": "EC", "crv": "P-256", "x": x, "y": y })
            }
            Pair::Rsa(pair) => {
                let key = pair.public_key();
                let part = |bytes: &[u8]| base64url::encode(bytes);
                let n = part(key.modulus().big_endian_without_leading_zero());
                json!({ "kty": "RSA", "n": n, "e": part(key.exponent().big_endian_without_leading_zero()) })
            }
        };
        jwk["kid"] = json!(self.kid);
        jwk["use"] = json!("sig");
        jwk
    }

    /// What a careless verifier takes for a shared secret.
    pub(crate) fn public_bytes(&self) -> Vec<u8> {
        match &self.pair {
            Pair::Ed25519(pair) => pair.public_key().as_ref().to_vec(),
            Pair::P256(pair) => pair.public_key().as_ref().to_vec(),
            Pair::Rsa(pair) => pair.public_key().as_ref().to_vec(),
        }
    }

    pub(crate) fn sign(&self, claims: &Value) -> String {
        self.sign_as(&json!({ "alg": self.alg(), "typ": "JWT", "kid": self.kid }), claims)
    }

    pub(crate) fn sign_as(&self, header: &Value, claims: &Value) -> String {
        self.sign_text(&header.to_string(), &claims.to_string())
    }

    pub(crate) fn sign_text(&self, header: &str, claims: &str) -> String {
        let part = |text: &str| base64url::encode(text.as_bytes());
        let signed = format!("{}.{}", part(header), part(claims));
        let random = SystemRandom::new();
        let signature = match &self.pair {
            Pair::Ed25519(pair) => pair.sign(signed.as_bytes()).as_ref().to_vec(),
            Pair::P256(pair) => pair.sign(&random, signed.as_bytes()).unwrap().as_ref().to_vec(),
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, signed.as_bytes(), &mut signature).unwrap();
                signature
            }
        };
        format!("{signed}.{}", base64url::encode(&signature))
    }
}

impl Issuer {
    /// One whose keys these are.
    pub(crate) fn start(keys: &[&Key]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared::default());
        let served = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if served.ended.load(Ordering::Relaxed) {
                    return;
                }
                let served = Arc::clone(&served);
                std::thread::spawn(move || served.serve(&stream));
            }
        });
        let issuer = Self { url: format!("http://{address}"), shared, address };
        issuer.describe(&json!({}));
        issuer.publish(keys);
        issuer
    }

    /// Publishes a discovery document with these members besides, or instead.
    pub(crate) fn describe(&self, more: &Value) {
        let mut document = json!({
            "issuer": self.url, "jwks_uri": format!("{}/keys", self.url),
            "authorization_endpoint": format!("{}/auth", self.url),
            "token_endpoint": format!("{}/token", self.url),
        });
        document.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.says("/.well-known/openid-configuration", Said::json(&document));
    }

    pub(crate) fn publish(&self, keys: &[&Key]) {
        let keys: Vec<_> = keys.iter().map(|key| key.jwk()).collect();
        self.says("/keys", Said::json(&json!({ "keys": keys })));
    }

    pub(crate) fn says(&self, path: &str, said: Said) {
        let mut paths = self.shared.paths.lock().unwrap();
        paths.retain(|(known, _)| known != path);
        paths.push((path.to_owned(), said));
    }

    /// How often a path was asked for.
    pub(crate) fn count(&self, path: &str) -> usize {
        self.shared.asked.lock().unwrap().iter().filter(|(asked, _)| asked == path).count()
    }

    /// The last body that was sent to a path.
    pub(crate) fn sent(&self, path: &str) -> String {
        let asked = self.shared.asked.lock().unwrap();
        let mut bodies = asked.iter().filter(|(asked, _)| asked == path).map(|(_, body)| body);
        bodies.next_back().cloned().unwrap_or_default()
    }

    /// The last `Authorization` that was sent, which is forgotten.
    pub(crate) fn authorized(&self) -> Option<String> {
        self.shared.authorization.lock().unwrap().take()
    }

    /// How many connections were made.
    pub(crate) fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::Relaxed)
    }
}

impl Said {
    pub(crate) fn json(value: &Value) -> Self {
        Self::Whole(200, "Content-Type: application/json\r\n".to_owned(), value.to_string())
    }
}

impl Shared {
    fn serve(&self, stream: &TcpStream) {
        self.connections.fetch_add(1, Ordering::Relaxed);
        let mut reader = BufReader::new(stream);
        let mut line = String::new();
        let _ = reader.read_line(&mut line);
        let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
        let path = path.split('?').next().unwrap_or_default().to_owned();
        let mut length = 0;
        loop {
            let mut header = String::new();
            match reader.read_line(&mut header) {
                Ok(count) if count > 2 => {}
                _ => break,
            }
            let Some((name, value)) = header.split_once(':') else { continue };
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().unwrap_or(0);
            }
            if name.eq_ignore_ascii_case("authorization") {
                *self.authorization.lock().unwrap() = Some(value.trim().to_owned());
            }
        }
        let mut body = vec![0; length];
        let _ = reader.read_exact(&mut body);
        let body = String::from_utf8_lossy(&body).into_owned();
        self.asked.lock().unwrap().push((path.clone(), body));
        let said = self.paths.lock().unwrap().iter().find(|(known, _)| *known == path).cloned();
        let mut stream = stream;
        match said.map(|(_, said)| said) {
            None => {
                let _ = stream.write_all(
                    b"HTTP/1.1 404 No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
                );
            }
            Some(Said::Whole(status, headers, body)) => {
                let length = body.len();
                let head = format!(
                    "HTTP/1.1 {status} Said\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n"
                );
                let _ = stream.write_all((head + &body).as_bytes());
            }
            Some(Said::Endless) => {
                let _ =
                    stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"keys\":[");
                // Ends when whoever reads has had enough.
                while stream.write_all(&[b' '; 4096]).is_ok() {}
            }
            Some(Said::Silence) => {
                // Ends when whoever waits has had enough.
                let _ = reader.read(&mut [0]);
            }
        }
    }
}

impl Drop for Issuer {
    fn drop(&mut self) {
        self.shared.ended.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(self.address);
    }
}
