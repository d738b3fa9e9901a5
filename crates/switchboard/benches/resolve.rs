//! What loading a theme of ten thousand tokens costs, beside reading the same bytes as JSON without looking at them. One core.
//!
//! A third are literals, a third aliases, a third composites that refer to both.

use cos_core::json::Tape;
use cos_switchboard::theme::{self, Pack, PackLimits};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use serde_json::{Map, json};
use std::hint::black_box;

/// Tokens of the theme; a multiple of three.
const COUNT: usize = 9_999;

fn tokens() -> String {
    let mut groups = Map::new();
    for n in 0..COUNT / 3 {
        let color = json!({ "colorSpace": "oklch", "components": [0.5, 0.1, n % 360] });
        let shadow = json!({
            "color": format!("{{g{n}.alias}}"),
            "offsetX": { "value": 0, "unit": "px" }, "offsetY": { "value": 2, "unit": "px" },
            "blur": { "value": 8, "unit": "px" }, "spread": { "value": 0, "unit": "px" },
        });
        let group = json!({
            "literal": { "$type": "color", "$value": color },
            "alias": { "$value": format!("{{g{n}.literal}}") },
            "shadow": { "$type": "shadow", "$value": shadow },
        });
        groups.insert(format!("g{n}"), group);
    }
    serde_json::Value::Object(groups).to_string()
}

fn pack(tokens: &str) -> Pack {
    let manifest =
        r#"{"schema": "cos.theme/v1", "name": "t", "version": "1.0.0", "product_name": "T"}"#;
    let files = [("theme.json", manifest), ("a.tokens.json", tokens)];
    let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
    Pack::new(files, &PackLimits::default()).expect("names are plain")
}

fn benches(criterion: &mut Criterion) {
    let tokens = tokens();
    let pack = pack(&tokens);
    assert_eq!(
        theme::load(&pack).theme.map(|it| it.modes[0].tokens.len() - theme::contract::TOKENS.len()),
        Some(COUNT)
    );
    let mut group = criterion.benchmark_group("theme of 9,999 tokens");
    group.throughput(Throughput::Elements(COUNT as u64));
    group.bench_function("load", |bencher| bencher.iter(|| theme::load(black_box(&pack))));
    group.bench_function("read as JSON", |bencher| {
        bencher.iter(|| {
            let mut tape = Tape::default();
            tape.read(black_box(tokens.as_bytes()), 0).expect("it is JSON")
        });
    });
    group.finish();
}

criterion_group!(resolve, benches);
criterion_main!(resolve);
