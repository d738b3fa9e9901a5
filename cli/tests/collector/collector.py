"""An OTLP receiver out of OpenTelemetry's own definitions: prints its port, then every span that it is sent as a line of JSON."""

import json
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

from opentelemetry.proto.collector.trace.v1 import trace_service_pb2 as service


def plain(value):
    """What an attribute holds."""
    return getattr(value, value.WhichOneof("value"))


def attributes(pairs):
    return {pair.key: plain(pair.value) for pair in pairs}


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        request = service.ExportTraceServiceRequest.FromString(body)
        for resource in request.resource_spans:
            for scope in resource.scope_spans:
                for span in scope.spans:
                    said = {
                        "path": self.path,
                        "type": self.headers["content-type"],
                        "key": self.headers["x-key"],
                        "resource": attributes(resource.resource.attributes),
                        "scope": scope.scope.name,
                        "trace": span.trace_id.hex(),
                        "span": span.span_id.hex(),
                        "parent": span.parent_span_id.hex(),
                        "kind": span.kind,
                        "name": span.name,
                        "attributes": attributes(span.attributes),
                        "status": span.status.code,
                        "nanoseconds": span.end_time_unix_nano - span.start_time_unix_nano,
                    }
                    print(json.dumps(said), flush=True)
        self.send_response(200)
        self.send_header("content-type", "application/x-protobuf")
        self.end_headers()
        self.wfile.write(service.ExportTraceServiceResponse().SerializeToString())

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Receiver)
print(server.server_port, flush=True)
sys.exit(server.serve_forever())
