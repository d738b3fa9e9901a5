//! The dashboard is one, by Grafana's own types, and has what the sprint asks for.

use super::{objections, text};
use serde_json::Value;

/// A panel's title, and what it asks Prometheus.
pub(super) fn panels() -> Vec<(String, Vec<String>)> {
    let board: Value = serde_json::from_str(&text("ops/grafana/cos-overview.json")).unwrap();
    let panels = board["panels"].as_array().unwrap().iter().filter(|panel| panel["type"] != "row");
    let panel = |panel: &Value| {
        let targets = panel["targets"].as_array().unwrap().iter();
        let asked = targets.map(|target| target["expr"].as_str().unwrap().to_owned()).collect();
        (panel["title"].as_str().unwrap().to_owned(), asked)
    };
    panels.map(panel).collect()
}

#[test]
fn it_has_grafanas_types() {
    let board = text("ops/grafana/cos-overview.json");
    assert_eq!(objections("Board", &board), None);
    // The types are strict, or that would say little.
    for (right, wrong) in [
        ("\"schemaVersion\": 42", "\"schemaVersion\": \"42\""),
        ("\"gridPos\"", "\"gridPosition\""),
        ("\"mode\": \"absolute\"", "\"mode\": \"relative\""),
    ] {
        assert!(board.contains(right), "{right}");
        let said = objections("Board", &board.replace(right, wrong));
        assert!(said.is_some_and(|said| said.contains("error TS")), "{wrong} is taken");
    }
}

#[test]
fn it_has_the_panels_of_the_sprint() {
    let panels = panels();
    let asked = |title: &str| {
        let found = panels.iter().find(|(it, _)| it == title);
        found.unwrap_or_else(|| panic!("no panel `{title}`")).1.join("\n")
    };
    assert_eq!(asked("Receipts/sec"), "sum(rate(provenance_receipts_total[1m]))");
    assert_eq!(asked("Coverage (privileged)"), "policy_privileged_coverage_ratio");
    let p95 = asked("Pilot p95 (critical flows)");
    assert!(p95.starts_with("histogram_quantile(0.95, sum by (tenant, flow, le)"), "{p95}");
    // Angular panels are gone from Grafana.
    assert!(!text("ops/grafana/cos-overview.json").contains("\"graph\""));
}

/// A panel that names a metric which no server has would be empty for ever.
#[test]
fn it_has_a_place_for_every_panel() {
    let board: Value = serde_json::from_str(&text("ops/grafana/cos-overview.json")).unwrap();
    let mut taken = std::collections::BTreeMap::new();
    for panel in board["panels"].as_array().unwrap() {
        let [x, y, w, h] =
            ["x", "y", "w", "h"].map(|side| panel["gridPos"][side].as_u64().unwrap());
        assert!(x + w <= 24, "{} sticks out", panel["title"]);
        for place in (x..x + w).flat_map(|x| (y..y + h).map(move |y| (x, y))) {
            let before = taken.insert(place, panel["title"].to_string());
            assert_eq!(before, None, "{} lies on another", panel["title"]);
        }
    }
}
