//! Where the server may listen: how a place is spelt, and what may not be open to others.

use super::{Listen, Place, TlsFiles};

#[test]
fn places_are_read_and_printed() {
    for text in ["127.0.0.1:7070", "[::1]:0", "0.0.0.0:443", "unix:/run/cos/cos.sock", "systemd"] {
        let place: Place = text.parse().unwrap();
        assert_eq!(place.to_string(), text);
    }
    for text in
        ["", "7070", "127.0.0.1", "localhost:7070", "unix:", "unix:cos.sock", "Systemd", "/run/x"]
    {
        assert!(text.parse::<Place>().is_err(), "{text}");
    }
}

#[test]
fn in_clear_nothing_is_open_to_other_machines() {
    let tls = || Some(TlsFiles { certificate: "tls.crt".into(), key: "tls.key".into() });
    for text in ["0.0.0.0:0", "[::]:0", "192.0.2.1:1", "[2001:db8::1]:1"] {
        let place: Place = text.parse().unwrap();
        let refused = Listen::new(place.clone(), None).unwrap_err();
        assert_eq!(refused.code().as_str(), "COS-SRV-0002", "{text}");
        assert!(Listen::new(place, tls()).is_ok(), "{text}");
    }
    for text in ["127.0.0.1:0", "127.9.9.9:1", "[::1]:0", "unix:/run/x"] {
        assert!(Listen::new(text.parse().unwrap(), None).is_ok(), "{text}");
    }
}
