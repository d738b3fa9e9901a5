
use builtin;
use str;

set edit:completion:arg-completer[cos] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'cos'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'cos'= {
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand demo 'Show in a minute what receipts are worth: serve two tenants, verify 50,000 receipts, sample, disclose, tamper'
            cand receipts 'Issue, append, verify, sample, disclose and show receipts'
            cand evidence 'Bundle the evidence of a release, and verify it offline'
            cand init 'Make a data directory for `cos serve`: keys, trust file, state, the first operator''s token'
            cand serve 'Serve tenants, credentials and receipts over HTTP'
            cand login 'Remember a server and a token for later commands'
            cand isolation 'Ask a running server for what it must refuse, and sign what came of it'
            cand status 'Show how a server fares: whether it is ready, its logs, its disk, its policy, its keys and certificates'
            cand state 'Look after the database behind a server'
            cand tenant 'Create, list and suspend tenants'
            cand token 'Issue, list and revoke credentials'
            cand ledger 'Look after a ledger: check it, show its state, prove an entry'
            cand policy 'Build, inspect, sign and verify policy bundles'
            cand report 'Render and verify conformance reports'
            cand s3 'Examine S3 servers'
            cand simulator 'Run scenario matrices against policy bundles'
            cand theme 'Validate, compare, preview and export theme packs'
            cand trust 'Make and explain keys and the trust file'
            cand explain 'Explain an error code'
            cand schema 'Print the JSON Schema of a format that cos reads or writes'
            cand completions 'Print completions for a shell'
            cand man 'Write the manual pages into a directory'
            cand markdown-help 'Write all help texts as one Markdown page'
            cand policy-worker 'Evaluate the policy that arrives on stdin; cos starts this itself'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'cos;demo'= {
            cand --out 'The directory to make; one that an earlier demo made is replaced'
            cand --receipts 'How many receipts, for two tenants together'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;receipts'= {
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand append 'Append receipts to a ledger, durably and once'
            cand disclose 'Copy receipts with only some claims shown; they stay valid'
            cand ingest 'Report events to a server, and wait until each has its durable receipt'
            cand issue 'Issue a signed receipt for each event'
            cand sample 'Draw a sample that its subject cannot choose, into one portable file'
            cand show 'Show one receipt with its claims'
            cand verify 'Verify receipts: signature, disclosures, inclusion, consistency, witnesses'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'cos;receipts;append'= {
            cand --ledger 'The ledger'
            cand --keys 'The directory that `cos trust init` made [default: `trust/` beside the ledger]'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;receipts;disclose'= {
            cand --profile 'For whom the copy is'
            cand --claims 'Claims to show beside those of the profile, separated by commas'
            cand --out 'Where to write the copies; `-` is stdout'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --force 'Replace the output if it exists'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;receipts;ingest'= {
            cand --tenant 'The tenant whose acts they are'
            cand --wait 'What to wait for'
            cand --rejected 'Write the events that were refused to this file, each as it was'
            cand --server 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]'
            cand --ca-file 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]'
            cand --token-file 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;receipts;issue'= {
            cand --in 'The events, one JSON object a line; `-` is stdin'
            cand --tenant 'The tenant whose acts they are'
            cand --region 'The region in which they happened and stay'
            cand --keys 'The directory that `cos trust init` made'
            cand --out 'Where to write the receipts, one a line; `-` is stdout'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --force 'Replace the output if it exists'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;receipts;sample'= {
            cand --count 'How many receipts'
            cand --nonce 'The auditor''s nonce: 16 to 64 bytes in hexadecimal'
            cand --out 'Where to write the pack'
            cand --trust 'The trust file [default: `trust/trust.json` beside the ledger]'
            cand --profile 'What the copies in the pack show'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --force 'Replace the output if it exists'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;receipts;show'= {
            cand --index 'The receipt''s index in its log, or its line (from 1) in a file'
            cand --jti 'The receipt''s id'
            cand --log 'The log, as `<region>/<tenant>`; needed with --index where a ledger has several'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --raw 'Print the receipt itself, in compact form'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;receipts;verify'= {
            cand --trust 'The trust file'
            cand --level 'How far to go; each level includes those before it [default: consistency, or signature for a file of receipts]'
            cand --since 'A checkpoint seen earlier, which the log must continue; may be repeated'
            cand --sample 'Verify a sample of this many receipts instead of all'
            cand --nonce 'What the sample is drawn with: 16 to 64 bytes in hexadecimal, chosen by the auditor'
            cand --report 'Also write the report as JSON to this file'
            cand --pins 'Where the checkpoints seen last are kept [default: pins/ in the user''s state directory]'
            cand --threads 'Use this many threads [default: all cores]'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --strict 'Check signatures one by one under the stricter criterion `rfc8032-strict`'
            cand --no-pin 'Neither compare with the checkpoints seen last nor remember these'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;receipts;help'= {
            cand append 'Append receipts to a ledger, durably and once'
            cand disclose 'Copy receipts with only some claims shown; they stay valid'
            cand ingest 'Report events to a server, and wait until each has its durable receipt'
            cand issue 'Issue a signed receipt for each event'
            cand sample 'Draw a sample that its subject cannot choose, into one portable file'
            cand show 'Show one receipt with its claims'
            cand verify 'Verify receipts: signature, disclosures, inclusion, consistency, witnesses'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'cos;receipts;help;append'= {
        }
        &'cos;receipts;help;disclose'= {
        }
        &'cos;receipts;help;ingest'= {
        }
        &'cos;receipts;help;issue'= {
        }
        &'cos;receipts;help;sample'= {
        }
        &'cos;receipts;help;show'= {
        }
        &'cos;receipts;help;verify'= {
        }
        &'cos;receipts;help;help'= {
        }
        &'cos;evidence'= {
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand bundle 'Collect what a manifest names into one signed bundle'
            cand copy 'Copy a bundle into another form; it stays the same bundle'
            cand diff 'Show what differs between two bundles: who signed and built, what is shown less, and the rest'
            cand disclose 'Make a bundle of the part that concerns one tenant'
            cand explain 'Show what a requirement of a bundle, or a check, rests on'
            cand show 'Show what a bundle says it holds, unverified'
            cand verify 'Verify a bundle: who signed it, when, and everything in it'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'cos;evidence;bundle'= {
            cand -f 'The manifest'
            cand --file 'The manifest'
            cand -o 'Where the bundle goes'
            cand --out 'Where the bundle goes'
            cand --keys 'The trust directory whose keys sign, and whose notaries'' receipts count'
            cand --sign 'How to sign'
            cand --retain 'Keep the bundle from being deleted for this long, `90d` or `7y`, in a bucket with object lock [default: the manifest''s `retain`]'
            cand --mode 'Who may end that early'
            cand --previous 'The bundle of the release before, which this one continues'
            cand --fulcio 'The certificate authority [default: Sigstore''s public instance]'
            cand --rekor 'The transparency log'
            cand --tsa 'The time-stamping authority'
            cand --signing-config 'All of them, as a Sigstore signing config'
            cand --identity-token 'A file with the OpenID Connect token [default: `SIGSTORE_ID_TOKEN`, or what the CI system offers]'
            cand --map 'Take this folder for a bucket: `s3://evidence=./evidence`; may be repeated'
            cand --endpoint 'The server''s address [default: `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL`, the profile''s, else AWS]'
            cand --region 'The region [default: `AWS_REGION`, or the profile''s]'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --untimestamped 'Sign without a time stamp; verifiers refuse that unless they ask for it'
            cand --dry-run 'Find what the manifest names, and stop'
            cand --virtual-host 'Name the bucket in the host name, also where an endpoint is set'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;evidence;copy'= {
            cand --map 'Take this folder for a bucket: `s3://evidence=./evidence`; may be repeated'
            cand --endpoint 'The server''s address [default: `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL`, the profile''s, else AWS]'
            cand --region 'The region [default: `AWS_REGION`, or the profile''s]'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --virtual-host 'Name the bucket in the host name, also where an endpoint is set'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;evidence;diff'= {
            cand --trust 'The trust file to verify both with'
            cand --markdown 'Also write the differences as Markdown, as for release notes'
            cand --policy-key 'A key that signs policy bundles: a public key or certificate in PEM, or a secret, as FILE or ID=FILE; may be repeated'
            cand --policy-alg 'The one algorithm that signatures of policy bundles may have'
            cand --map 'Take this folder for a bucket: `s3://evidence=./evidence`; may be repeated'
            cand --endpoint 'The server''s address [default: `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL`, the profile''s, else AWS]'
            cand --region 'The region [default: `AWS_REGION`, or the profile''s]'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --exit-code 'Exit with 1 when something differs'
            cand --virtual-host 'Name the bucket in the host name, also where an endpoint is set'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;evidence;disclose'= {
            cand --tenant 'Whose part: REGION/TENANT, or a tenant in every region'
            cand -o 'Where the part goes, in the same forms'
            cand --out 'Where the part goes, in the same forms'
            cand --keys 'The trust directory: whom to believe, and the key that signs the part'
            cand --without 'Keep nothing of this field of the manifest, such as `isolation`; may be repeated'
            cand --map 'Take this folder for a bucket: `s3://evidence=./evidence`; may be repeated'
            cand --endpoint 'The server''s address [default: `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL`, the profile''s, else AWS]'
            cand --region 'The region [default: `AWS_REGION`, or the profile''s]'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --without-mixed-packs 'Leave out audit packs that hold receipts of several tenants, instead of stopping at one'
            cand --virtual-host 'Name the bucket in the host name, also where an endpoint is set'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;evidence;explain'= {
            cand --trust 'The trust file'
            cand --level 'How much to verify: `fast` (all but signatures and proofs of receipts), `full`, or `sample=N` (of the receipts only N)'
            cand --nonce 'What the sample is drawn with: 16 to 64 bytes in hexadecimal, chosen by the auditor once the bundle stands'
            cand --policy-key 'A key that signs policy bundles: a public key or certificate in PEM, or a secret, as FILE or ID=FILE; may be repeated'
            cand --policy-alg 'The one algorithm that signatures of policy bundles may have'
            cand --map 'Take this folder for a bucket: `s3://evidence=./evidence`; may be repeated'
            cand --endpoint 'The server''s address [default: `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL`, the profile''s, else AWS]'
            cand --region 'The region [default: `AWS_REGION`, or the profile''s]'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --allow-untimestamped 'Believe a signature though nothing proves when it was made'
            cand --virtual-host 'Name the bucket in the host name, also where an endpoint is set'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;evidence;show'= {
            cand --map 'Take this folder for a bucket: `s3://evidence=./evidence`; may be repeated'
            cand --endpoint 'The server''s address [default: `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL`, the profile''s, else AWS]'
            cand --region 'The region [default: `AWS_REGION`, or the profile''s]'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --virtual-host 'Name the bucket in the host name, also where an endpoint is set'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;evidence;verify'= {
            cand --trust 'The trust file'
            cand --level 'How much to verify: `fast` (all but signatures and proofs of receipts), `full`, or `sample=N` (of the receipts only N)'
            cand --nonce 'What the sample is drawn with: 16 to 64 bytes in hexadecimal, chosen by the auditor once the bundle stands'
            cand --report 'Also write the result to this file; its name says the form. May be repeated'
            cand --report-format 'The form of the report, whatever the name of its file'
            cand --vsa 'Write the result as a SLSA verification summary: *.sigstore.json as a Sigstore bundle, else as a DSSE envelope; may be repeated'
            cand --keys 'The trust directory whose evidence key signs the summary'
            cand --resource-uri 'What was verified, as a URI [default: urn:cos:release:VERSION]'
            cand --verifier-id 'Who verified, as a URI'
            cand --policy-key 'A key that signs policy bundles: a public key or certificate in PEM, or a secret, as FILE or ID=FILE; may be repeated'
            cand --policy-alg 'The one algorithm that signatures of policy bundles may have'
            cand --map 'Take this folder for a bucket: `s3://evidence=./evidence`; may be repeated'
            cand --endpoint 'The server''s address [default: `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL`, the profile''s, else AWS]'
            cand --region 'The region [default: `AWS_REGION`, or the profile''s]'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --allow-untimestamped 'Believe a signature though nothing proves when it was made; the verdict says so'
            cand --virtual-host 'Name the bucket in the host name, also where an endpoint is set'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;evidence;help'= {
            cand bundle 'Collect what a manifest names into one signed bundle'
            cand copy 'Copy a bundle into another form; it stays the same bundle'
            cand diff 'Show what differs between two bundles: who signed and built, what is shown less, and the rest'
            cand disclose 'Make a bundle of the part that concerns one tenant'
            cand explain 'Show what a requirement of a bundle, or a check, rests on'
            cand show 'Show what a bundle says it holds, unverified'
            cand verify 'Verify a bundle: who signed it, when, and everything in it'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'cos;evidence;help;bundle'= {
        }
        &'cos;evidence;help;copy'= {
        }
        &'cos;evidence;help;diff'= {
        }
        &'cos;evidence;help;disclose'= {
        }
        &'cos;evidence;help;explain'= {
        }
        &'cos;evidence;help;show'= {
        }
        &'cos;evidence;help;verify'= {
        }
        &'cos;evidence;help;help'= {
        }
        &'cos;init'= {
            cand --org 'Whose it is: a-z, 0-9, `-` and `.`'
            cand --region 'The region that the server is in'
            cand --person 'The person who answers for the first token'
            cand --state 'Keep state in PostgreSQL, in a database that was prepared, instead of files in the directory'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --if-missing 'Do nothing when the directory is one already, of the same organisation and region'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;serve'= {
            cand --data 'The directory that `cos init` made'
            cand --listen 'Where to listen, once or more: `IP:PORT`, of which port 0 takes a free one, `unix:/PATH` for a socket of this user, or `systemd` for the sockets that it hands over'
            cand --role 'Serve this part of the interface and no other, once or more: `console` (pages for people), `control` (tenants and tokens), `receipts` (events, receipts, logs) or `switchboard` (themes) [default: all]'
            cand --tls-cert 'The certificate for TLS on every address, in PEM, followed by those that lead to its authority'
            cand --tls-key 'Its private key, in PEM, which nobody else may be able to read'
            cand --host 'A name under which a proxy on this machine is asked, when it passes that on; once or more'
            cand --grace 'How many seconds it goes on letting people in after SIGTERM, while `/readyz` sends them elsewhere'
            cand --authz 'The policy that decides who may do what, as an OPA bundle: one of the data directory''s keys for policies has to have signed it'
            cand --conformance 'The newest conformance report: `/metrics` shows its coverage, read again whenever the file changes'
            cand --witness 'Have checkpoints cosigned by a witness that speaks C2SP tlog-witness: the address before `/add-checkpoint`. The trust file says whose cosignatures count, and how many it takes'
            cand --otlp 'Send a span of each request to this OpenTelemetry collector, by OTLP over HTTP: the address before `/v1/traces`. What else collectors ask for is taken from `OTEL_EXPORTER_OTLP_HEADERS` and `OTEL_RESOURCE_ATTRIBUTES`'
            cand --tenant-requests 'How many requests a second each tenant may send; twice as many may come at once'
            cand --tenant-bytes 'How many bytes a second each tenant may send; twice as many may come at once'
            cand --log 'The form of the log on stderr'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;login'= {
            cand --oidc 'Sign in in a browser on this computer, at the OpenID provider that the server calls this'
            cand --wait 'How long to wait for the browser'
            cand --server 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]'
            cand --ca-file 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]'
            cand --token-file 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --open 'Open the browser, too: `$BROWSER`, or the one that opens addresses on this system'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;isolation'= {
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand audit 'Ask for every operation as every kind of caller, about two tenants'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'cos;isolation;audit'= {
            cand --region 'The region that the server has to be in [default: the one that it says]'
            cand --tenant 'A tenant to use instead of making one; give two'
            cand --report 'Write the report as JSON: the form that is signed, and that a bundle takes in'
            cand --sign 'Sign the report with the report key of this trust directory; the signature goes beside it'
            cand --html 'Write the report as a page for people'
            cand --server 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]'
            cand --ca-file 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]'
            cand --token-file 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;isolation;help'= {
            cand audit 'Ask for every operation as every kind of caller, about two tenants'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'cos;isolation;help;audit'= {
        }
        &'cos;isolation;help;help'= {
        }
        &'cos;status'= {
            cand --data 'Ask the server of this data directory, on this machine; with its first token, where no other is given'
            cand --server 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]'
            cand --ca-file 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]'
            cand --token-file 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;state'= {
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand backup 'Back a data directory up, its keys included, while its server runs'
            cand check 'Count and hash what is in the state, and check that its files are sound'
            cand migrate-to 'Move the state from files into PostgreSQL, and compare every table'
            cand prepare 'Bring a PostgreSQL database to the present format, and let the server''s role use it'
            cand restore 'Put a backup back, into a new directory'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'cos;state;backup'= {
            cand --data 'The directory that `cos init` made'
            cand -o 'The directory to make'
            cand --out 'The directory to make'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --without-database 'Leave the database out, because `pg_dump` wrote it down before'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;state;check'= {
            cand --data 'The directory that `cos init` made'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;state;migrate-to'= {
            cand --url-file 'Read the address from a file, so that its password is on no command line; `-` is stdin'
            cand --data 'The directory that `cos init` made'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --dry-run 'Compare, and say what would be copied'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;state;prepare'= {
            cand --role 'The role that the server connects with; it has to exist, and to own nothing'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;state;restore'= {
            cand --manifest-sha256 'Restore only the backup whose manifest has this SHA-256, as `cos state backup` printed it'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;state;help'= {
            cand backup 'Back a data directory up, its keys included, while its server runs'
            cand check 'Count and hash what is in the state, and check that its files are sound'
            cand migrate-to 'Move the state from files into PostgreSQL, and compare every table'
            cand prepare 'Bring a PostgreSQL database to the present format, and let the server''s role use it'
            cand restore 'Put a backup back, into a new directory'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'cos;state;help;backup'= {
        }
        &'cos;state;help;check'= {
        }
        &'cos;state;help;migrate-to'= {
        }
        &'cos;state;help;prepare'= {
        }
        &'cos;state;help;restore'= {
        }
        &'cos;state;help;help'= {
        }
        &'cos;tenant'= {
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand create 'Create a tenant, with a log of its own'
            cand list 'List the tenants that your token reaches'
            cand resume 'Serve a suspended tenant again'
            cand show 'Show a tenant'
            cand suspend 'Write nothing for a tenant any more; what there is can be read'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'cos;tenant;create'= {
            cand --region 'The region that its data stays in'
            cand --residency 'The residency tag: the beginning of the names of the regions where its data may be, such as `eu`, or `global`'
            cand --display-name 'Its name for people [default: its name]'
            cand --server 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]'
            cand --ca-file 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]'
            cand --token-file 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;tenant;list'= {
            cand --server 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]'
            cand --ca-file 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]'
            cand --token-file 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;tenant;resume'= {
            cand --server 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]'
            cand --ca-file 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]'
            cand --token-file 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;tenant;show'= {
            cand --server 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]'
            cand --ca-file 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]'
            cand --token-file 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;tenant;suspend'= {
            cand --server 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]'
            cand --ca-file 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]'
            cand --token-file 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;tenant;help'= {
            cand create 'Create a tenant, with a log of its own'
            cand list 'List the tenants that your token reaches'
            cand resume 'Serve a suspended tenant again'
            cand show 'Show a tenant'
            cand suspend 'Write nothing for a tenant any more; what there is can be read'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'cos;tenant;help;create'= {
        }
        &'cos;tenant;help;list'= {
        }
        &'cos;tenant;help;resume'= {
        }
        &'cos;tenant;help;show'= {
        }
        &'cos;tenant;help;suspend'= {
        }
        &'cos;tenant;help;help'= {
        }
        &'cos;token'= {
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand create 'Issue a credential that can do no more than yours'
            cand list 'List the credentials that reach no further than yours'
            cand revoke 'Revoke a credential, at once'
            cand exchange 'Exchange the token that a CI system gave to a job for a credential'
            cand issuer 'Believe issuers of tokens: of CI jobs, and of people who sign in'
            cand binding 'Say which jobs and people get which credential'
            cand admit 'Admit another person, on the server''s own machine'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'cos;token;create'= {
            cand --identity 'Whose it is'
            cand --tenant 'A tenant that it reaches; may be repeated'
            cand --scope 'What it may do; may be repeated'
            cand --days 'How long it lasts'
            cand -o 'Where to write it; it is shown nowhere'
            cand --out 'Where to write it; it is shown nowhere'
            cand --server 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]'
            cand --ca-file 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]'
            cand --token-file 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --all-tenants 'It reaches every tenant, those to come included'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;token;list'= {
            cand --server 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]'
            cand --ca-file 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]'
            cand --token-file 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;token;revoke'= {
            cand --server 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]'
            cand --ca-file 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]'
            cand --token-file 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;token;exchange'= {
            cand --jwt 'The file with the token that the CI system gave to the job'
            cand --scope 'A scope to ask for; may be repeated [default: all that the binding gives]'
            cand -o 'Where to write the credential; it is shown nowhere'
            cand --out 'Where to write the credential; it is shown nowhere'
            cand --server 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]'
            cand --ca-file 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]'
            cand --token-file 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;token;issuer'= {
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand add 'Believe an issuer; without a binding that lets nobody in'
            cand list 'List the issuers that the server believes'
            cand remove 'Believe an issuer no more; its bindings go, and their credentials end'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'cos;token;issuer;add'= {
            cand --kind 'Whose tokens it signs: github, gitlab, kubernetes or people'
            cand --url 'Its address, exactly as it stands in the claim `iss`'
            cand --audience 'The claim `aud` that its tokens have for us, exactly; for people the client id'
            cand --client-id 'The claim `aud` that its tokens have for us, exactly; for people the client id'
            cand --jwks 'Its keys, a JWK set, where the server cannot look them up'
            cand --host 'A further host that it may name for its keys and its token endpoint; may be repeated'
            cand --redirect-uri 'For people: where they come back to, registered with the provider'
            cand --client-secret-file 'For people: the file with the secret that the provider gave to a confidential client; the server keeps it sealed and shows it to nobody'
            cand --server 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]'
            cand --ca-file 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]'
            cand --token-file 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;token;issuer;list'= {
            cand --server 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]'
            cand --ca-file 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]'
            cand --token-file 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;token;issuer;remove'= {
            cand --server 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]'
            cand --ca-file 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]'
            cand --token-file 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;token;issuer;help'= {
            cand add 'Believe an issuer; without a binding that lets nobody in'
            cand list 'List the issuers that the server believes'
            cand remove 'Believe an issuer no more; its bindings go, and their credentials end'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'cos;token;issuer;help;add'= {
        }
        &'cos;token;issuer;help;list'= {
        }
        &'cos;token;issuer;help;remove'= {
        }
        &'cos;token;issuer;help;help'= {
        }
        &'cos;token;binding'= {
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand propose 'Propose a binding; it lets nobody in before another person approved it'
            cand approve 'Approve what another person proposed; it is in force then'
            cand list 'List the bindings that reach no further than your credential'
            cand remove 'Remove a binding, proposed or in force; its credentials end'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'cos;token;binding;propose'= {
            cand --issuer 'The issuer, as `cos token issuer list` shows it'
            cand --claim 'What the token has to say, exactly; may be repeated'
            cand --identity 'Whose credential it is to be'
            cand --person 'The person who answers for it [default: you]'
            cand --tenant 'A tenant that it reaches; may be repeated'
            cand --scope 'What it may do; may be repeated'
            cand --minutes 'How long it lasts: at most 15 for a job, 720 for a person'
            cand --server 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]'
            cand --ca-file 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]'
            cand --token-file 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --all-tenants 'It reaches every tenant, those to come included'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;token;binding;approve'= {
            cand --server 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]'
            cand --ca-file 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]'
            cand --token-file 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;token;binding;list'= {
            cand --server 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]'
            cand --ca-file 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]'
            cand --token-file 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;token;binding;remove'= {
            cand --server 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]'
            cand --ca-file 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]'
            cand --token-file 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;token;binding;help'= {
            cand propose 'Propose a binding; it lets nobody in before another person approved it'
            cand approve 'Approve what another person proposed; it is in force then'
            cand list 'List the bindings that reach no further than your credential'
            cand remove 'Remove a binding, proposed or in force; its credentials end'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'cos;token;binding;help;propose'= {
        }
        &'cos;token;binding;help;approve'= {
        }
        &'cos;token;binding;help;list'= {
        }
        &'cos;token;binding;help;remove'= {
        }
        &'cos;token;binding;help;help'= {
        }
        &'cos;token;admit'= {
            cand --data 'The data directory of the server'
            cand --person 'The person'
            cand -o 'Where to write their token, which may do everything for a week; it is shown nowhere'
            cand --out 'Where to write their token, which may do everything for a week; it is shown nowhere'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;token;help'= {
            cand create 'Issue a credential that can do no more than yours'
            cand list 'List the credentials that reach no further than yours'
            cand revoke 'Revoke a credential, at once'
            cand exchange 'Exchange the token that a CI system gave to a job for a credential'
            cand issuer 'Believe issuers of tokens: of CI jobs, and of people who sign in'
            cand binding 'Say which jobs and people get which credential'
            cand admit 'Admit another person, on the server''s own machine'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'cos;token;help;create'= {
        }
        &'cos;token;help;list'= {
        }
        &'cos;token;help;revoke'= {
        }
        &'cos;token;help;exchange'= {
        }
        &'cos;token;help;issuer'= {
            cand add 'Believe an issuer; without a binding that lets nobody in'
            cand list 'List the issuers that the server believes'
            cand remove 'Believe an issuer no more; its bindings go, and their credentials end'
        }
        &'cos;token;help;issuer;add'= {
        }
        &'cos;token;help;issuer;list'= {
        }
        &'cos;token;help;issuer;remove'= {
        }
        &'cos;token;help;binding'= {
            cand propose 'Propose a binding; it lets nobody in before another person approved it'
            cand approve 'Approve what another person proposed; it is in force then'
            cand list 'List the bindings that reach no further than your credential'
            cand remove 'Remove a binding, proposed or in force; its credentials end'
        }
        &'cos;token;help;binding;propose'= {
        }
        &'cos;token;help;binding;approve'= {
        }
        &'cos;token;help;binding;list'= {
        }
        &'cos;token;help;binding;remove'= {
        }
        &'cos;token;help;admit'= {
        }
        &'cos;token;help;help'= {
        }
        &'cos;ledger'= {
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand fsck 'Check every file of a ledger: receipts, tree, checkpoint, leftovers'
            cand prove 'Prove that a receipt stands in its log'
            cand status 'Show how large the logs are, how far published, and who writes them'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'cos;ledger;fsck'= {
            cand --trust 'The trust file with the logs'' keys [default: `trust/trust.json` beside the ledger]'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --repair 'Rebuild tiles and indexes from the receipts and remove leftovers; receipts and checkpoints are never touched'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;ledger;prove'= {
            cand --index 'The receipt''s index in its log, or its line (from 1) in a file'
            cand --jti 'The receipt''s id'
            cand --log 'The log, as `<region>/<tenant>`; needed with --index where a ledger has several'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --with-receipt 'Print the receipt in flattened JSON form with the proof inside'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;ledger;status'= {
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;ledger;help'= {
            cand fsck 'Check every file of a ledger: receipts, tree, checkpoint, leftovers'
            cand prove 'Prove that a receipt stands in its log'
            cand status 'Show how large the logs are, how far published, and who writes them'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'cos;ledger;help;fsck'= {
        }
        &'cos;ledger;help;prove'= {
        }
        &'cos;ledger;help;status'= {
        }
        &'cos;ledger;help;help'= {
        }
        &'cos;policy'= {
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand build 'Pack a policy into a bundle archive, the same bytes each time'
            cand default 'Write the policy by which a server decides when it is given no other'
            cand inspect 'Show what is in a bundle, without verifying it'
            cand sign 'Sign a bundle as OPA does'
            cand verify 'Verify that a bundle is exactly what a key signed'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'cos;policy;build'= {
            cand -o 'Where to write the archive'
            cand --out 'Where to write the archive'
            cand --revision 'Write this revision into the manifest; a signature over the old manifest is left out'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --force 'Replace the output if it exists'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;policy;default'= {
            cand -o 'Where to write the archive'
            cand --out 'Where to write the archive'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --force 'Replace the output if it exists'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;policy;inspect'= {
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;policy;sign'= {
            cand --keys 'The directory that `cos trust init` made: sign with its key for policies, by ES256, and say when'
            cand --key 'The private key in PEM, or the secret; only its owner may read it'
            cand --alg 'The algorithm to sign with [default: RS256]'
            cand --key-id 'The id by which verifiers know the key [default: default]'
            cand --scope 'What the signature is good for; verifiers have to ask for the same'
            cand -o 'Where to write the signed archive [default: `.signatures.json` in the directory]'
            cand --out 'Where to write the signed archive [default: `.signatures.json` in the directory]'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --force 'Replace what exists'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;policy;verify'= {
            cand --key 'A public key or certificate in PEM, or a secret, as FILE or ID=FILE; may be repeated'
            cand --trust 'The trust file, or the directory it is in: one of its keys for policies may have signed, too'
            cand --alg 'The one algorithm that the signature of a given key may have'
            cand --key-id 'The id by which the signature calls the key given without one'
            cand --scope 'The scope that the bundle has to be signed for'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;policy;help'= {
            cand build 'Pack a policy into a bundle archive, the same bytes each time'
            cand default 'Write the policy by which a server decides when it is given no other'
            cand inspect 'Show what is in a bundle, without verifying it'
            cand sign 'Sign a bundle as OPA does'
            cand verify 'Verify that a bundle is exactly what a key signed'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'cos;policy;help;build'= {
        }
        &'cos;policy;help;default'= {
        }
        &'cos;policy;help;inspect'= {
        }
        &'cos;policy;help;sign'= {
        }
        &'cos;policy;help;verify'= {
        }
        &'cos;policy;help;help'= {
        }
        &'cos;report'= {
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand render 'Write a report in other forms'
            cand verify 'Check who signed a report, and that it is unchanged'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'cos;report;render'= {
            cand --report 'Write the report as JSON: the form that is signed, verified and re-derived'
            cand --html 'Write it as one HTML file'
            cand --junit 'Write it as JUnit XML'
            cand --sarif 'Write it as SARIF 2.1.0'
            cand --oscal 'Write it as OSCAL assessment results 1.1.2'
            cand --lcov 'Write rule coverage as an LCOV tracefile'
            cand --cobertura 'Write rule coverage as Cobertura XML'
            cand --github-summary 'Append a summary in Markdown, as for `$GITHUB_STEP_SUMMARY`, and print annotations to stderr'
            cand --sign 'Sign the report with the report key of this trust directory; the signature goes beside it'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;report;verify'= {
            cand --trust 'The trust file'
            cand --signature 'The signature [default: the report''s name with `.dsse.json`]'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;report;help'= {
            cand render 'Write a report in other forms'
            cand verify 'Check who signed a report, and that it is unchanged'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'cos;report;help;render'= {
        }
        &'cos;report;help;verify'= {
        }
        &'cos;report;help;help'= {
        }
        &'cos;s3'= {
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand doctor 'Find out what a server really honours: conditional writes, checksums, retention'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'cos;s3;doctor'= {
            cand --endpoint 'The server''s address [default: `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL`, the profile''s, else AWS]'
            cand --region 'The region [default: `AWS_REGION`, or the profile''s]'
            cand --report 'Write the result as JSON'
            cand --sign 'Sign it with the report key of this trust directory; the signature goes beside it'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --virtual-host 'Name the bucket in the host name, also where an endpoint is set'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;s3;help'= {
            cand doctor 'Find out what a server really honours: conditional writes, checksums, retention'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'cos;s3;help;doctor'= {
        }
        &'cos;s3;help;help'= {
        }
        &'cos;simulator'= {
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand diff 'Show which decisions two policies give differently, and the rule that each begins to differ in'
            cand explain 'Show why one scenario is decided as it is'
            cand import 'Make a scenario matrix of tests that you have'
            cand lint 'Find what a policy gets wrong without running a scenario'
            cand mutate 'Change the policy a little, again and again, and list the changes that no assertion notices'
            cand quarantine 'Look after scenarios whose failure is known'
            cand replay 'Show a recorded run again'
            cand run 'Run a scenario matrix against a policy bundle and write the conformance report'
            cand verify 'Derive a report again from itself, and compare'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'cos;simulator;diff'= {
            cand --matrix 'The scenario matrix; for bundles'
            cand --markdown 'Also write the differences as Markdown, as for a comment on a pull request'
            cand --trust 'The trust file, or the directory it is in: one of its keys for policies has to have signed the bundle'
            cand --verification-key 'The public key or certificate in PEM, or the secret, that the bundle''s signature is verified with, as FILE or ID=FILE'
            cand --keyid 'The id by which the signature calls that key [default: default]'
            cand --alg 'The one algorithm that the signature may have [default: RS256]'
            cand --scope 'The scope that the bundle has to be signed for'
            cand --engine 'Where the policies are evaluated'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --exit-code 'Exit with 1 when a decision differs'
            cand --unsigned 'Use the bundle without verifying a signature'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;simulator;explain'= {
            cand --matrix 'The scenario matrix'
            cand --bundle 'The policy bundle: a directory or an archive'
            cand --trust 'The trust file, or the directory it is in: one of its keys for policies has to have signed the bundle'
            cand --verification-key 'The public key or certificate in PEM, or the secret, that the bundle''s signature is verified with, as FILE or ID=FILE'
            cand --keyid 'The id by which the signature calls that key [default: default]'
            cand --alg 'The one algorithm that the signature may have [default: RS256]'
            cand --scope 'The scope that the bundle has to be signed for'
            cand --engine 'Where the policy is evaluated'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --unsigned 'Use the bundle without verifying a signature'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;simulator;import'= {
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand decision-log 'From OPA''s decision log: what was decided then is expected from now on'
            cand gator 'From a Gatekeeper suite: templates, constraints and the objects they are tried on'
            cand kyverno 'From a Kyverno test: what each resource is expected to come to, for a policy in Rego'
            cand opa-test 'From the report of `opa test --format json` and the bundle that it is about'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'cos;simulator;import;decision-log'= {
            cand --entrypoint 'The rule of which decisions are taken, such as `data.companyos.authz.decision`'
            cand --flow 'Where in the input the name of the flow stands: a JSON pointer'
            cand --allow 'Where in the result true or false stands; an empty one takes the result itself'
            cand --reasons 'Where in the result the reasons stand'
            cand --most 'How many different inputs are taken'
            cand --inventory 'A matrix that has every flow there is: one that only the log has is a finding'
            cand --name 'What the matrix is called'
            cand --owner 'Who answers for the matrix'
            cand -o 'Where to write the matrix'
            cand --out 'Where to write the matrix'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --force 'Replace what exists; of folders, only a bundle that an import wrote'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;simulator;import;gator'= {
            cand --root 'The folder that the files named in the suite may be in [default: the suite''s own]'
            cand --bundle-out 'Where to write the bundle: the templates'' Rego, and a rule that turns violations into a decision'
            cand --name 'What the matrix is called'
            cand --owner 'Who answers for the matrix'
            cand -o 'Where to write the matrix'
            cand --out 'Where to write the matrix'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --force 'Replace what exists; of folders, only a bundle that an import wrote'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;simulator;import;kyverno'= {
            cand --entrypoint 'The rule in Rego that is to decide the same, such as `data.kubernetes.decision`; its input has `policy`, `rule` and `resource`'
            cand --root 'The folder that the resources may be in [default: the test''s own]'
            cand --name 'What the matrix is called'
            cand --owner 'Who answers for the matrix'
            cand -o 'Where to write the matrix'
            cand --out 'Where to write the matrix'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --force 'Replace what exists; of folders, only a bundle that an import wrote'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;simulator;import;opa-test'= {
            cand --bundle 'The policy bundle: a directory or an archive'
            cand --trust 'The trust file, or the directory it is in: one of its keys for policies has to have signed the bundle'
            cand --verification-key 'The public key or certificate in PEM, or the secret, that the bundle''s signature is verified with, as FILE or ID=FILE'
            cand --keyid 'The id by which the signature calls that key [default: default]'
            cand --alg 'The one algorithm that the signature may have [default: RS256]'
            cand --scope 'The scope that the bundle has to be signed for'
            cand --bundle-out 'Where to write the bundle again, with its tests and a rule that asks them'
            cand --name 'What the matrix is called'
            cand --owner 'Who answers for the matrix'
            cand -o 'Where to write the matrix'
            cand --out 'Where to write the matrix'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --unsigned 'Use the bundle without verifying a signature'
            cand --force 'Replace what exists; of folders, only a bundle that an import wrote'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;simulator;import;help'= {
            cand decision-log 'From OPA''s decision log: what was decided then is expected from now on'
            cand gator 'From a Gatekeeper suite: templates, constraints and the objects they are tried on'
            cand kyverno 'From a Kyverno test: what each resource is expected to come to, for a policy in Rego'
            cand opa-test 'From the report of `opa test --format json` and the bundle that it is about'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'cos;simulator;import;help;decision-log'= {
        }
        &'cos;simulator;import;help;gator'= {
        }
        &'cos;simulator;import;help;kyverno'= {
        }
        &'cos;simulator;import;help;opa-test'= {
        }
        &'cos;simulator;import;help;help'= {
        }
        &'cos;simulator;lint'= {
            cand --bundle 'The policy bundle: a directory or an archive'
            cand --trust 'The trust file, or the directory it is in: one of its keys for policies has to have signed the bundle'
            cand --verification-key 'The public key or certificate in PEM, or the secret, that the bundle''s signature is verified with, as FILE or ID=FILE'
            cand --keyid 'The id by which the signature calls that key [default: default]'
            cand --alg 'The one algorithm that the signature may have [default: RS256]'
            cand --scope 'The scope that the bundle has to be signed for'
            cand --entrypoint 'The rule that decides; what it does not reach is named'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --unsigned 'Use the bundle without verifying a signature'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;simulator;mutate'= {
            cand --matrix 'The scenario matrix'
            cand --bundle 'The policy bundle: a directory or an archive'
            cand --trust 'The trust file, or the directory it is in: one of its keys for policies has to have signed the bundle'
            cand --verification-key 'The public key or certificate in PEM, or the secret, that the bundle''s signature is verified with, as FILE or ID=FILE'
            cand --keyid 'The id by which the signature calls that key [default: default]'
            cand --alg 'The one algorithm that the signature may have [default: RS256]'
            cand --scope 'The scope that the bundle has to be signed for'
            cand --filter 'Only scenarios that match, such as `flow(tenant.*) & dim(mfa=off)`'
            cand --min-mutation 'The least share of changes that are noticed'
            cand --engine 'Where the policy is evaluated'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --unsigned 'Use the bundle without verifying a signature'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;simulator;quarantine'= {
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand add 'Add an entry: which scenarios, why, who repairs, until when'
            cand expire 'Take out the entries whose last day is over'
            cand list 'List the entries and how long they last'
            cand release 'Take out an entry because the failure is repaired'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'cos;simulator;quarantine;add'= {
            cand --matrix 'The scenario matrix; only its list of quarantines changes'
            cand --flow 'Flows, with `*` and `?`'
            cand --id 'Ids of scenarios or cases, with `*` and `?`'
            cand --tag 'A tag that flow or case must have; may be repeated'
            cand --reason 'Why it fails'
            cand --ticket 'Where the repair is tracked'
            cand --owner 'Who repairs it'
            cand --days 'How many days it counts, from today; at most 14'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;simulator;quarantine;expire'= {
            cand --matrix 'The scenario matrix; only its list of quarantines changes'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;simulator;quarantine;list'= {
            cand --matrix 'The scenario matrix; only its list of quarantines changes'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;simulator;quarantine;release'= {
            cand --matrix 'The scenario matrix; only its list of quarantines changes'
            cand --ticket 'The ticket of the entries'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;simulator;quarantine;help'= {
            cand add 'Add an entry: which scenarios, why, who repairs, until when'
            cand expire 'Take out the entries whose last day is over'
            cand list 'List the entries and how long they last'
            cand release 'Take out an entry because the failure is repaired'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'cos;simulator;quarantine;help;add'= {
        }
        &'cos;simulator;quarantine;help;expire'= {
        }
        &'cos;simulator;quarantine;help;list'= {
        }
        &'cos;simulator;quarantine;help;release'= {
        }
        &'cos;simulator;quarantine;help;help'= {
        }
        &'cos;simulator;replay'= {
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;simulator;run'= {
            cand --matrix 'The scenario matrix'
            cand --bundle 'The policy bundle: a directory or an archive'
            cand --trust 'The trust file, or the directory it is in: one of its keys for policies has to have signed the bundle'
            cand --verification-key 'The public key or certificate in PEM, or the secret, that the bundle''s signature is verified with, as FILE or ID=FILE'
            cand --keyid 'The id by which the signature calls that key [default: default]'
            cand --alg 'The one algorithm that the signature may have [default: RS256]'
            cand --scope 'The scope that the bundle has to be signed for'
            cand --report 'Write the report as JSON: the form that is signed, verified and re-derived'
            cand --html 'Write it as one HTML file'
            cand --junit 'Write it as JUnit XML'
            cand --sarif 'Write it as SARIF 2.1.0'
            cand --oscal 'Write it as OSCAL assessment results 1.1.2'
            cand --lcov 'Write rule coverage as an LCOV tracefile'
            cand --cobertura 'Write rule coverage as Cobertura XML'
            cand --github-summary 'Append a summary in Markdown, as for `$GITHUB_STEP_SUMMARY`, and print annotations to stderr'
            cand --sign 'Sign the report with the report key of this trust directory; the signature goes beside it'
            cand --min-coverage 'The least share of privileged flows that are covered'
            cand --min-mutation 'The least share of changes to the policy that are noticed'
            cand --filter 'Run only scenarios that match, such as `flow(tenant.*) & dim(mfa=off)`'
            cand --mutate 'Which changes to the policy are tried'
            cand --baseline 'Compare with this former report; its decisions must not turn into permissions that nobody asserts'
            cand --against 'The same with another bundle, which is run against the same matrix; it is verified as `--bundle` is'
            cand --repeat 'Decide every scenario so many times more, by the policy as a whole; what is not decided the same every time fails'
            cand --shuffle 'What the order of those decisions is drawn with [default: 0]'
            cand --record 'Also write every event as JSON, one a line; `cos simulator replay` shows it again'
            cand --cross-check 'Ask the policy as a whole about every so many scenarios and compare; 1 asks about all, 0 about none but the cases'
            cand --engine 'Where the policy is evaluated'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --unsigned 'Use the bundle without verifying a signature'
            cand --changed 'Run only scenarios that the changes since then can decide otherwise, and a few others to test that. Invariants of what is left out are not looked at again; such a report is no evidence'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;simulator;verify'= {
            cand --sample 'Decide only so many scenarios again, drawn at random'
            cand --nonce 'What the sample is drawn with; the same text draws the same scenarios [default: the report''s digest]'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;simulator;help'= {
            cand diff 'Show which decisions two policies give differently, and the rule that each begins to differ in'
            cand explain 'Show why one scenario is decided as it is'
            cand import 'Make a scenario matrix of tests that you have'
            cand lint 'Find what a policy gets wrong without running a scenario'
            cand mutate 'Change the policy a little, again and again, and list the changes that no assertion notices'
            cand quarantine 'Look after scenarios whose failure is known'
            cand replay 'Show a recorded run again'
            cand run 'Run a scenario matrix against a policy bundle and write the conformance report'
            cand verify 'Derive a report again from itself, and compare'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'cos;simulator;help;diff'= {
        }
        &'cos;simulator;help;explain'= {
        }
        &'cos;simulator;help;import'= {
            cand decision-log 'From OPA''s decision log: what was decided then is expected from now on'
            cand gator 'From a Gatekeeper suite: templates, constraints and the objects they are tried on'
            cand kyverno 'From a Kyverno test: what each resource is expected to come to, for a policy in Rego'
            cand opa-test 'From the report of `opa test --format json` and the bundle that it is about'
        }
        &'cos;simulator;help;import;decision-log'= {
        }
        &'cos;simulator;help;import;gator'= {
        }
        &'cos;simulator;help;import;kyverno'= {
        }
        &'cos;simulator;help;import;opa-test'= {
        }
        &'cos;simulator;help;lint'= {
        }
        &'cos;simulator;help;mutate'= {
        }
        &'cos;simulator;help;quarantine'= {
            cand add 'Add an entry: which scenarios, why, who repairs, until when'
            cand expire 'Take out the entries whose last day is over'
            cand list 'List the entries and how long they last'
            cand release 'Take out an entry because the failure is repaired'
        }
        &'cos;simulator;help;quarantine;add'= {
        }
        &'cos;simulator;help;quarantine;expire'= {
        }
        &'cos;simulator;help;quarantine;list'= {
        }
        &'cos;simulator;help;quarantine;release'= {
        }
        &'cos;simulator;help;replay'= {
        }
        &'cos;simulator;help;run'= {
        }
        &'cos;simulator;help;verify'= {
        }
        &'cos;simulator;help;help'= {
        }
        &'cos;theme'= {
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand validate 'Find everything that is wrong with themes, at once'
            cand contrast 'Show whether colours can be told apart, and what would pass'
            cand diff 'Show what differs between two themes'
            cand export 'Pack a theme into an archive, the same bytes each time'
            cand import 'Bring a theme to a tenant, and see first what it would change'
            cand activate 'Bring a theme that was imported into force'
            cand rollback 'Bring the theme back into force that was before'
            cand list 'List a tenant''s themes, and which was in force when'
            cand preview 'Write a page that shows every colour, font and pair in each mode'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'cos;theme;validate'= {
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;theme;contrast'= {
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --fix 'Write the suggested colours into the theme''s files; not into an archive'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;theme;diff'= {
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --exit-code 'Exit with 1 when they differ'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;theme;export'= {
            cand -o 'The archive to write'
            cand --out 'The archive to write'
            cand --tenant 'Copy it from the server: a theme of this tenant'
            cand --server 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]'
            cand --ca-file 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]'
            cand --token-file 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --force 'Replace the archive if it is there'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;theme;import'= {
            cand --reason 'Why it is brought into force'
            cand --idempotency-key 'Names this change: asked for again under the same key, also after a crash, it is done once'
            cand --tenant 'The tenant'
            cand --server 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]'
            cand --ca-file 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]'
            cand --token-file 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --activate 'Bring it into force, too'
            cand --dry-run 'Only show what would change'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;theme;activate'= {
            cand --reason 'Why'
            cand --idempotency-key 'Names this change: asked for again under the same key, also after a crash, it is done once'
            cand --tenant 'The tenant'
            cand --server 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]'
            cand --ca-file 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]'
            cand --token-file 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --dry-run 'Only show what would change'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;theme;rollback'= {
            cand --to 'A theme that was in force: NAME, NAME@VERSION, its digest, or `default`'
            cand --reason 'Why'
            cand --idempotency-key 'Names this change: asked for again under the same key, also after a crash, it is done once'
            cand --tenant 'The tenant'
            cand --server 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]'
            cand --ca-file 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]'
            cand --token-file 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;theme;list'= {
            cand --tenant 'The tenant'
            cand --server 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]'
            cand --ca-file 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]'
            cand --token-file 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;theme;preview'= {
            cand -o 'The page to write'
            cand --out 'The page to write'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --force 'Replace the page if it is there'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;theme;help'= {
            cand validate 'Find everything that is wrong with themes, at once'
            cand contrast 'Show whether colours can be told apart, and what would pass'
            cand diff 'Show what differs between two themes'
            cand export 'Pack a theme into an archive, the same bytes each time'
            cand import 'Bring a theme to a tenant, and see first what it would change'
            cand activate 'Bring a theme that was imported into force'
            cand rollback 'Bring the theme back into force that was before'
            cand list 'List a tenant''s themes, and which was in force when'
            cand preview 'Write a page that shows every colour, font and pair in each mode'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'cos;theme;help;validate'= {
        }
        &'cos;theme;help;contrast'= {
        }
        &'cos;theme;help;diff'= {
        }
        &'cos;theme;help;export'= {
        }
        &'cos;theme;help;import'= {
        }
        &'cos;theme;help;activate'= {
        }
        &'cos;theme;help;rollback'= {
        }
        &'cos;theme;help;list'= {
        }
        &'cos;theme;help;preview'= {
        }
        &'cos;theme;help;help'= {
        }
        &'cos;trust'= {
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand add-builder 'Say whose provenance counts: which builder, how it signs, and what it may build'
            cand add-ca 'Add a certificate authority to a trust directory, for evidence that other Sigstore clients verify'
            cand export 'Write what other Sigstore clients need to verify our evidence'
            cand init 'Make the first keys of an organisation and the trust file that names them'
            cand rotate 'Replace a key; what the old one signed stays valid'
            cand show 'Say in words what a trust file makes an auditor believe'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'cos;trust;add-builder'= {
            cand --id 'The `builder.id` in its provenance'
            cand --key 'The builder''s public key in PEM'
            cand --key-id 'The key id that its signatures bear [default: none]'
            cand --identity 'The name in the builder''s certificates; `*` at the end for all that begin so'
            cand --issuer 'Who vouches for that name'
            cand --source 'A source that it may build; `*` at the end for all that begin so; may be repeated'
            cand --build-type 'A build type that it may use; may be repeated'
            cand --max-level 'The highest SLSA build level that its provenance can show'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;trust;add-ca'= {
            cand --identity 'The name in the certificates: an e-mail address or a URI [default: one of the organisation]'
            cand --issuer 'Who vouches for that name, as a URL [default: the organisation]'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;trust;export'= {
            cand --trust-config 'Write a Sigstore client trust config, as sigstore-python reads it'
            cand --trusted-root 'Write the Sigstore trusted root'
            cand --key 'Write the public key for evidence that is in use, in PEM'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --force 'Replace files that are there'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;trust;init'= {
            cand --org 'The organisation: a-z, 0-9, `-` and `.`'
            cand --out 'The directory to make'
            cand --identity 'The name in the certificates: an e-mail address or a URI [default: one of the organisation]'
            cand --issuer 'Who vouches for that name, as a URL [default: the organisation]'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --ca 'Make a certificate authority as well, for evidence that other Sigstore clients verify'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;trust;rotate'= {
            cand --purpose 'Which key to replace'
            cand --algorithm 'What the new key for evidence signs with [default: p256, which every Sigstore client knows]'
            cand --ledger 'A ledger whose receipts the old key signed; name all of them'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --no-ledger 'There is no ledger yet; nothing that the old key signed stays valid'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;trust;show'= {
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;trust;help'= {
            cand add-builder 'Say whose provenance counts: which builder, how it signs, and what it may build'
            cand add-ca 'Add a certificate authority to a trust directory, for evidence that other Sigstore clients verify'
            cand export 'Write what other Sigstore clients need to verify our evidence'
            cand init 'Make the first keys of an organisation and the trust file that names them'
            cand rotate 'Replace a key; what the old one signed stays valid'
            cand show 'Say in words what a trust file makes an auditor believe'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'cos;trust;help;add-builder'= {
        }
        &'cos;trust;help;add-ca'= {
        }
        &'cos;trust;help;export'= {
        }
        &'cos;trust;help;init'= {
        }
        &'cos;trust;help;rotate'= {
        }
        &'cos;trust;help;show'= {
        }
        &'cos;trust;help;help'= {
        }
        &'cos;explain'= {
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand --list 'List all codes'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;schema'= {
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;completions'= {
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;man'= {
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;markdown-help'= {
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;policy-worker'= {
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;help'= {
            cand demo 'Show in a minute what receipts are worth: serve two tenants, verify 50,000 receipts, sample, disclose, tamper'
            cand receipts 'Issue, append, verify, sample, disclose and show receipts'
            cand evidence 'Bundle the evidence of a release, and verify it offline'
            cand init 'Make a data directory for `cos serve`: keys, trust file, state, the first operator''s token'
            cand serve 'Serve tenants, credentials and receipts over HTTP'
            cand login 'Remember a server and a token for later commands'
            cand isolation 'Ask a running server for what it must refuse, and sign what came of it'
            cand status 'Show how a server fares: whether it is ready, its logs, its disk, its policy, its keys and certificates'
            cand state 'Look after the database behind a server'
            cand tenant 'Create, list and suspend tenants'
            cand token 'Issue, list and revoke credentials'
            cand ledger 'Look after a ledger: check it, show its state, prove an entry'
            cand policy 'Build, inspect, sign and verify policy bundles'
            cand report 'Render and verify conformance reports'
            cand s3 'Examine S3 servers'
            cand simulator 'Run scenario matrices against policy bundles'
            cand theme 'Validate, compare, preview and export theme packs'
            cand trust 'Make and explain keys and the trust file'
            cand explain 'Explain an error code'
            cand schema 'Print the JSON Schema of a format that cos reads or writes'
            cand completions 'Print completions for a shell'
            cand man 'Write the manual pages into a directory'
            cand markdown-help 'Write all help texts as one Markdown page'
            cand policy-worker 'Evaluate the policy that arrives on stdin; cos starts this itself'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'cos;help;demo'= {
        }
        &'cos;help;receipts'= {
            cand append 'Append receipts to a ledger, durably and once'
            cand disclose 'Copy receipts with only some claims shown; they stay valid'
            cand ingest 'Report events to a server, and wait until each has its durable receipt'
            cand issue 'Issue a signed receipt for each event'
            cand sample 'Draw a sample that its subject cannot choose, into one portable file'
            cand show 'Show one receipt with its claims'
            cand verify 'Verify receipts: signature, disclosures, inclusion, consistency, witnesses'
        }
        &'cos;help;receipts;append'= {
        }
        &'cos;help;receipts;disclose'= {
        }
        &'cos;help;receipts;ingest'= {
        }
        &'cos;help;receipts;issue'= {
        }
        &'cos;help;receipts;sample'= {
        }
        &'cos;help;receipts;show'= {
        }
        &'cos;help;receipts;verify'= {
        }
        &'cos;help;evidence'= {
            cand bundle 'Collect what a manifest names into one signed bundle'
            cand copy 'Copy a bundle into another form; it stays the same bundle'
            cand diff 'Show what differs between two bundles: who signed and built, what is shown less, and the rest'
            cand disclose 'Make a bundle of the part that concerns one tenant'
            cand explain 'Show what a requirement of a bundle, or a check, rests on'
            cand show 'Show what a bundle says it holds, unverified'
            cand verify 'Verify a bundle: who signed it, when, and everything in it'
        }
        &'cos;help;evidence;bundle'= {
        }
        &'cos;help;evidence;copy'= {
        }
        &'cos;help;evidence;diff'= {
        }
        &'cos;help;evidence;disclose'= {
        }
        &'cos;help;evidence;explain'= {
        }
        &'cos;help;evidence;show'= {
        }
        &'cos;help;evidence;verify'= {
        }
        &'cos;help;init'= {
        }
        &'cos;help;serve'= {
        }
        &'cos;help;login'= {
        }
        &'cos;help;isolation'= {
            cand audit 'Ask for every operation as every kind of caller, about two tenants'
        }
        &'cos;help;isolation;audit'= {
        }
        &'cos;help;status'= {
        }
        &'cos;help;state'= {
            cand backup 'Back a data directory up, its keys included, while its server runs'
            cand check 'Count and hash what is in the state, and check that its files are sound'
            cand migrate-to 'Move the state from files into PostgreSQL, and compare every table'
            cand prepare 'Bring a PostgreSQL database to the present format, and let the server''s role use it'
            cand restore 'Put a backup back, into a new directory'
        }
        &'cos;help;state;backup'= {
        }
        &'cos;help;state;check'= {
        }
        &'cos;help;state;migrate-to'= {
        }
        &'cos;help;state;prepare'= {
        }
        &'cos;help;state;restore'= {
        }
        &'cos;help;tenant'= {
            cand create 'Create a tenant, with a log of its own'
            cand list 'List the tenants that your token reaches'
            cand resume 'Serve a suspended tenant again'
            cand show 'Show a tenant'
            cand suspend 'Write nothing for a tenant any more; what there is can be read'
        }
        &'cos;help;tenant;create'= {
        }
        &'cos;help;tenant;list'= {
        }
        &'cos;help;tenant;resume'= {
        }
        &'cos;help;tenant;show'= {
        }
        &'cos;help;tenant;suspend'= {
        }
        &'cos;help;token'= {
            cand create 'Issue a credential that can do no more than yours'
            cand list 'List the credentials that reach no further than yours'
            cand revoke 'Revoke a credential, at once'
            cand exchange 'Exchange the token that a CI system gave to a job for a credential'
            cand issuer 'Believe issuers of tokens: of CI jobs, and of people who sign in'
            cand binding 'Say which jobs and people get which credential'
            cand admit 'Admit another person, on the server''s own machine'
        }
        &'cos;help;token;create'= {
        }
        &'cos;help;token;list'= {
        }
        &'cos;help;token;revoke'= {
        }
        &'cos;help;token;exchange'= {
        }
        &'cos;help;token;issuer'= {
            cand add 'Believe an issuer; without a binding that lets nobody in'
            cand list 'List the issuers that the server believes'
            cand remove 'Believe an issuer no more; its bindings go, and their credentials end'
        }
        &'cos;help;token;issuer;add'= {
        }
        &'cos;help;token;issuer;list'= {
        }
        &'cos;help;token;issuer;remove'= {
        }
        &'cos;help;token;binding'= {
            cand propose 'Propose a binding; it lets nobody in before another person approved it'
            cand approve 'Approve what another person proposed; it is in force then'
            cand list 'List the bindings that reach no further than your credential'
            cand remove 'Remove a binding, proposed or in force; its credentials end'
        }
        &'cos;help;token;binding;propose'= {
        }
        &'cos;help;token;binding;approve'= {
        }
        &'cos;help;token;binding;list'= {
        }
        &'cos;help;token;binding;remove'= {
        }
        &'cos;help;token;admit'= {
        }
        &'cos;help;ledger'= {
            cand fsck 'Check every file of a ledger: receipts, tree, checkpoint, leftovers'
            cand prove 'Prove that a receipt stands in its log'
            cand status 'Show how large the logs are, how far published, and who writes them'
        }
        &'cos;help;ledger;fsck'= {
        }
        &'cos;help;ledger;prove'= {
        }
        &'cos;help;ledger;status'= {
        }
        &'cos;help;policy'= {
            cand build 'Pack a policy into a bundle archive, the same bytes each time'
            cand default 'Write the policy by which a server decides when it is given no other'
            cand inspect 'Show what is in a bundle, without verifying it'
            cand sign 'Sign a bundle as OPA does'
            cand verify 'Verify that a bundle is exactly what a key signed'
        }
        &'cos;help;policy;build'= {
        }
        &'cos;help;policy;default'= {
        }
        &'cos;help;policy;inspect'= {
        }
        &'cos;help;policy;sign'= {
        }
        &'cos;help;policy;verify'= {
        }
        &'cos;help;report'= {
            cand render 'Write a report in other forms'
            cand verify 'Check who signed a report, and that it is unchanged'
        }
        &'cos;help;report;render'= {
        }
        &'cos;help;report;verify'= {
        }
        &'cos;help;s3'= {
            cand doctor 'Find out what a server really honours: conditional writes, checksums, retention'
        }
        &'cos;help;s3;doctor'= {
        }
        &'cos;help;simulator'= {
            cand diff 'Show which decisions two policies give differently, and the rule that each begins to differ in'
            cand explain 'Show why one scenario is decided as it is'
            cand import 'Make a scenario matrix of tests that you have'
            cand lint 'Find what a policy gets wrong without running a scenario'
            cand mutate 'Change the policy a little, again and again, and list the changes that no assertion notices'
            cand quarantine 'Look after scenarios whose failure is known'
            cand replay 'Show a recorded run again'
            cand run 'Run a scenario matrix against a policy bundle and write the conformance report'
            cand verify 'Derive a report again from itself, and compare'
        }
        &'cos;help;simulator;diff'= {
        }
        &'cos;help;simulator;explain'= {
        }
        &'cos;help;simulator;import'= {
            cand decision-log 'From OPA''s decision log: what was decided then is expected from now on'
            cand gator 'From a Gatekeeper suite: templates, constraints and the objects they are tried on'
            cand kyverno 'From a Kyverno test: what each resource is expected to come to, for a policy in Rego'
            cand opa-test 'From the report of `opa test --format json` and the bundle that it is about'
        }
        &'cos;help;simulator;import;decision-log'= {
        }
        &'cos;help;simulator;import;gator'= {
        }
        &'cos;help;simulator;import;kyverno'= {
        }
        &'cos;help;simulator;import;opa-test'= {
        }
        &'cos;help;simulator;lint'= {
        }
        &'cos;help;simulator;mutate'= {
        }
        &'cos;help;simulator;quarantine'= {
            cand add 'Add an entry: which scenarios, why, who repairs, until when'
            cand expire 'Take out the entries whose last day is over'
            cand list 'List the entries and how long they last'
            cand release 'Take out an entry because the failure is repaired'
        }
        &'cos;help;simulator;quarantine;add'= {
        }
        &'cos;help;simulator;quarantine;expire'= {
        }
        &'cos;help;simulator;quarantine;list'= {
        }
        &'cos;help;simulator;quarantine;release'= {
        }
        &'cos;help;simulator;replay'= {
        }
        &'cos;help;simulator;run'= {
        }
        &'cos;help;simulator;verify'= {
        }
        &'cos;help;theme'= {
            cand validate 'Find everything that is wrong with themes, at once'
            cand contrast 'Show whether colours can be told apart, and what would pass'
            cand diff 'Show what differs between two themes'
            cand export 'Pack a theme into an archive, the same bytes each time'
            cand import 'Bring a theme to a tenant, and see first what it would change'
            cand activate 'Bring a theme that was imported into force'
            cand rollback 'Bring the theme back into force that was before'
            cand list 'List a tenant''s themes, and which was in force when'
            cand preview 'Write a page that shows every colour, font and pair in each mode'
        }
        &'cos;help;theme;validate'= {
        }
        &'cos;help;theme;contrast'= {
        }
        &'cos;help;theme;diff'= {
        }
        &'cos;help;theme;export'= {
        }
        &'cos;help;theme;import'= {
        }
        &'cos;help;theme;activate'= {
        }
        &'cos;help;theme;rollback'= {
        }
        &'cos;help;theme;list'= {
        }
        &'cos;help;theme;preview'= {
        }
        &'cos;help;trust'= {
            cand add-builder 'Say whose provenance counts: which builder, how it signs, and what it may build'
            cand add-ca 'Add a certificate authority to a trust directory, for evidence that other Sigstore clients verify'
            cand export 'Write what other Sigstore clients need to verify our evidence'
            cand init 'Make the first keys of an organisation and the trust file that names them'
            cand rotate 'Replace a key; what the old one signed stays valid'
            cand show 'Say in words what a trust file makes an auditor believe'
        }
        &'cos;help;trust;add-builder'= {
        }
        &'cos;help;trust;add-ca'= {
        }
        &'cos;help;trust;export'= {
        }
        &'cos;help;trust;init'= {
        }
        &'cos;help;trust;rotate'= {
        }
        &'cos;help;trust;show'= {
        }
        &'cos;help;explain'= {
        }
        &'cos;help;schema'= {
        }
        &'cos;help;completions'= {
        }
        &'cos;help;man'= {
        }
        &'cos;help;markdown-help'= {
        }
        &'cos;help;policy-worker'= {
        }
        &'cos;help;help'= {
        }
    ]
    $completions[$command]
}
