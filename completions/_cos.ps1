
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'cos' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'cos'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'cos' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('demo', 'demo', [CompletionResultType]::ParameterValue, 'Show in a minute what receipts are worth: serve two tenants, verify 50,000 receipts, sample, disclose, tamper')
            [CompletionResult]::new('receipts', 'receipts', [CompletionResultType]::ParameterValue, 'Issue, append, verify, sample, disclose and show receipts')
            [CompletionResult]::new('evidence', 'evidence', [CompletionResultType]::ParameterValue, 'Bundle the evidence of a release, and verify it offline')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Make a data directory for `cos serve`: keys, trust file, state, the first operator''s token')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Serve tenants, credentials and receipts over HTTP')
            [CompletionResult]::new('login', 'login', [CompletionResultType]::ParameterValue, 'Remember a server and a token for later commands')
            [CompletionResult]::new('isolation', 'isolation', [CompletionResultType]::ParameterValue, 'Ask a running server for what it must refuse, and sign what came of it')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show how a server fares: whether it is ready, its logs, its disk, its policy, its keys and certificates')
            [CompletionResult]::new('state', 'state', [CompletionResultType]::ParameterValue, 'Look after the database behind a server')
            [CompletionResult]::new('tenant', 'tenant', [CompletionResultType]::ParameterValue, 'Create, list and suspend tenants')
            [CompletionResult]::new('token', 'token', [CompletionResultType]::ParameterValue, 'Issue, list and revoke credentials')
            [CompletionResult]::new('ledger', 'ledger', [CompletionResultType]::ParameterValue, 'Look after a ledger: check it, show its state, prove an entry')
            [CompletionResult]::new('policy', 'policy', [CompletionResultType]::ParameterValue, 'Build, inspect, sign and verify policy bundles')
            [CompletionResult]::new('report', 'report', [CompletionResultType]::ParameterValue, 'Render and verify conformance reports')
            [CompletionResult]::new('s3', 's3', [CompletionResultType]::ParameterValue, 'Examine S3 servers')
            [CompletionResult]::new('simulator', 'simulator', [CompletionResultType]::ParameterValue, 'Run scenario matrices against policy bundles')
            [CompletionResult]::new('theme', 'theme', [CompletionResultType]::ParameterValue, 'Validate, compare, preview and export theme packs')
            [CompletionResult]::new('trust', 'trust', [CompletionResultType]::ParameterValue, 'Make and explain keys and the trust file')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Explain an error code')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of a format that cos reads or writes')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print completions for a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Write the manual pages into a directory')
            [CompletionResult]::new('markdown-help', 'markdown-help', [CompletionResultType]::ParameterValue, 'Write all help texts as one Markdown page')
            [CompletionResult]::new('policy-worker', 'policy-worker', [CompletionResultType]::ParameterValue, 'Evaluate the policy that arrives on stdin; cos starts this itself')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cos;demo' {
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'The directory to make; one that an earlier demo made is replaced')
            [CompletionResult]::new('--receipts', '--receipts', [CompletionResultType]::ParameterName, 'How many receipts, for two tenants together')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;receipts' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('append', 'append', [CompletionResultType]::ParameterValue, 'Append receipts to a ledger, durably and once')
            [CompletionResult]::new('disclose', 'disclose', [CompletionResultType]::ParameterValue, 'Copy receipts with only some claims shown; they stay valid')
            [CompletionResult]::new('ingest', 'ingest', [CompletionResultType]::ParameterValue, 'Report events to a server, and wait until each has its durable receipt')
            [CompletionResult]::new('issue', 'issue', [CompletionResultType]::ParameterValue, 'Issue a signed receipt for each event')
            [CompletionResult]::new('sample', 'sample', [CompletionResultType]::ParameterValue, 'Draw a sample that its subject cannot choose, into one portable file')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one receipt with its claims')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Verify receipts: signature, disclosures, inclusion, consistency, witnesses')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cos;receipts;append' {
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'The ledger')
            [CompletionResult]::new('--keys', '--keys', [CompletionResultType]::ParameterName, 'The directory that `cos trust init` made [default: `trust/` beside the ledger]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;receipts;disclose' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'For whom the copy is')
            [CompletionResult]::new('--claims', '--claims', [CompletionResultType]::ParameterName, 'Claims to show beside those of the profile, separated by commas')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Where to write the copies; `-` is stdout')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace the output if it exists')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;receipts;ingest' {
            [CompletionResult]::new('--tenant', '--tenant', [CompletionResultType]::ParameterName, 'The tenant whose acts they are')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'What to wait for')
            [CompletionResult]::new('--rejected', '--rejected', [CompletionResultType]::ParameterName, 'Write the events that were refused to this file, each as it was')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;receipts;issue' {
            [CompletionResult]::new('--in', '--in', [CompletionResultType]::ParameterName, 'The events, one JSON object a line; `-` is stdin')
            [CompletionResult]::new('--tenant', '--tenant', [CompletionResultType]::ParameterName, 'The tenant whose acts they are')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The region in which they happened and stay')
            [CompletionResult]::new('--keys', '--keys', [CompletionResultType]::ParameterName, 'The directory that `cos trust init` made')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Where to write the receipts, one a line; `-` is stdout')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace the output if it exists')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;receipts;sample' {
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'How many receipts')
            [CompletionResult]::new('--nonce', '--nonce', [CompletionResultType]::ParameterName, 'The auditor''s nonce: 16 to 64 bytes in hexadecimal')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Where to write the pack')
            [CompletionResult]::new('--trust', '--trust', [CompletionResultType]::ParameterName, 'The trust file [default: `trust/trust.json` beside the ledger]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'What the copies in the pack show')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace the output if it exists')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;receipts;show' {
            [CompletionResult]::new('--index', '--index', [CompletionResultType]::ParameterName, 'The receipt''s index in its log, or its line (from 1) in a file')
            [CompletionResult]::new('--jti', '--jti', [CompletionResultType]::ParameterName, 'The receipt''s id')
            [CompletionResult]::new('--log', '--log', [CompletionResultType]::ParameterName, 'The log, as `<region>/<tenant>`; needed with --index where a ledger has several')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--raw', '--raw', [CompletionResultType]::ParameterName, 'Print the receipt itself, in compact form')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;receipts;verify' {
            [CompletionResult]::new('--trust', '--trust', [CompletionResultType]::ParameterName, 'The trust file')
            [CompletionResult]::new('--level', '--level', [CompletionResultType]::ParameterName, 'How far to go; each level includes those before it [default: consistency, or signature for a file of receipts]')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'A checkpoint seen earlier, which the log must continue; may be repeated')
            [CompletionResult]::new('--sample', '--sample', [CompletionResultType]::ParameterName, 'Verify a sample of this many receipts instead of all')
            [CompletionResult]::new('--nonce', '--nonce', [CompletionResultType]::ParameterName, 'What the sample is drawn with: 16 to 64 bytes in hexadecimal, chosen by the auditor')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Also write the report as JSON to this file')
            [CompletionResult]::new('--pins', '--pins', [CompletionResultType]::ParameterName, 'Where the checkpoints seen last are kept [default: pins/ in the user''s state directory]')
            [CompletionResult]::new('--threads', '--threads', [CompletionResultType]::ParameterName, 'Use this many threads [default: all cores]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Check signatures one by one under the stricter criterion `rfc8032-strict`')
            [CompletionResult]::new('--no-pin', '--no-pin', [CompletionResultType]::ParameterName, 'Neither compare with the checkpoints seen last nor remember these')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;receipts;help' {
            [CompletionResult]::new('append', 'append', [CompletionResultType]::ParameterValue, 'Append receipts to a ledger, durably and once')
            [CompletionResult]::new('disclose', 'disclose', [CompletionResultType]::ParameterValue, 'Copy receipts with only some claims shown; they stay valid')
            [CompletionResult]::new('ingest', 'ingest', [CompletionResultType]::ParameterValue, 'Report events to a server, and wait until each has its durable receipt')
            [CompletionResult]::new('issue', 'issue', [CompletionResultType]::ParameterValue, 'Issue a signed receipt for each event')
            [CompletionResult]::new('sample', 'sample', [CompletionResultType]::ParameterValue, 'Draw a sample that its subject cannot choose, into one portable file')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one receipt with its claims')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Verify receipts: signature, disclosures, inclusion, consistency, witnesses')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cos;receipts;help;append' {
            break
        }
        'cos;receipts;help;disclose' {
            break
        }
        'cos;receipts;help;ingest' {
            break
        }
        'cos;receipts;help;issue' {
            break
        }
        'cos;receipts;help;sample' {
            break
        }
        'cos;receipts;help;show' {
            break
        }
        'cos;receipts;help;verify' {
            break
        }
        'cos;receipts;help;help' {
            break
        }
        'cos;evidence' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('bundle', 'bundle', [CompletionResultType]::ParameterValue, 'Collect what a manifest names into one signed bundle')
            [CompletionResult]::new('copy', 'copy', [CompletionResultType]::ParameterValue, 'Copy a bundle into another form; it stays the same bundle')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show what differs between two bundles: who signed and built, what is shown less, and the rest')
            [CompletionResult]::new('disclose', 'disclose', [CompletionResultType]::ParameterValue, 'Make a bundle of the part that concerns one tenant')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Show what a requirement of a bundle, or a check, rests on')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show what a bundle says it holds, unverified')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Verify a bundle: who signed it, when, and everything in it')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cos;evidence;bundle' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The manifest')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The manifest')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Where the bundle goes')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Where the bundle goes')
            [CompletionResult]::new('--keys', '--keys', [CompletionResultType]::ParameterName, 'The trust directory whose keys sign, and whose notaries'' receipts count')
            [CompletionResult]::new('--sign', '--sign', [CompletionResultType]::ParameterName, 'How to sign')
            [CompletionResult]::new('--retain', '--retain', [CompletionResultType]::ParameterName, 'Keep the bundle from being deleted for this long, `90d` or `7y`, in a bucket with object lock [default: the manifest''s `retain`]')
            [CompletionResult]::new('--mode', '--mode', [CompletionResultType]::ParameterName, 'Who may end that early')
            [CompletionResult]::new('--previous', '--previous', [CompletionResultType]::ParameterName, 'The bundle of the release before, which this one continues')
            [CompletionResult]::new('--fulcio', '--fulcio', [CompletionResultType]::ParameterName, 'The certificate authority [default: Sigstore''s public instance]')
            [CompletionResult]::new('--rekor', '--rekor', [CompletionResultType]::ParameterName, 'The transparency log')
            [CompletionResult]::new('--tsa', '--tsa', [CompletionResultType]::ParameterName, 'The time-stamping authority')
            [CompletionResult]::new('--signing-config', '--signing-config', [CompletionResultType]::ParameterName, 'All of them, as a Sigstore signing config')
            [CompletionResult]::new('--identity-token', '--identity-token', [CompletionResultType]::ParameterName, 'A file with the OpenID Connect token [default: `SIGSTORE_ID_TOKEN`, or what the CI system offers]')
            [CompletionResult]::new('--map', '--map', [CompletionResultType]::ParameterName, 'Take this folder for a bucket: `s3://evidence=./evidence`; may be repeated')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'The server''s address [default: `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL`, the profile''s, else AWS]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The region [default: `AWS_REGION`, or the profile''s]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--untimestamped', '--untimestamped', [CompletionResultType]::ParameterName, 'Sign without a time stamp; verifiers refuse that unless they ask for it')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Find what the manifest names, and stop')
            [CompletionResult]::new('--virtual-host', '--virtual-host', [CompletionResultType]::ParameterName, 'Name the bucket in the host name, also where an endpoint is set')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;evidence;copy' {
            [CompletionResult]::new('--map', '--map', [CompletionResultType]::ParameterName, 'Take this folder for a bucket: `s3://evidence=./evidence`; may be repeated')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'The server''s address [default: `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL`, the profile''s, else AWS]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The region [default: `AWS_REGION`, or the profile''s]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--virtual-host', '--virtual-host', [CompletionResultType]::ParameterName, 'Name the bucket in the host name, also where an endpoint is set')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;evidence;diff' {
            [CompletionResult]::new('--trust', '--trust', [CompletionResultType]::ParameterName, 'The trust file to verify both with')
            [CompletionResult]::new('--markdown', '--markdown', [CompletionResultType]::ParameterName, 'Also write the differences as Markdown, as for release notes')
            [CompletionResult]::new('--policy-key', '--policy-key', [CompletionResultType]::ParameterName, 'A key that signs policy bundles: a public key or certificate in PEM, or a secret, as FILE or ID=FILE; may be repeated')
            [CompletionResult]::new('--policy-alg', '--policy-alg', [CompletionResultType]::ParameterName, 'The one algorithm that signatures of policy bundles may have')
            [CompletionResult]::new('--map', '--map', [CompletionResultType]::ParameterName, 'Take this folder for a bucket: `s3://evidence=./evidence`; may be repeated')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'The server''s address [default: `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL`, the profile''s, else AWS]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The region [default: `AWS_REGION`, or the profile''s]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--exit-code', '--exit-code', [CompletionResultType]::ParameterName, 'Exit with 1 when something differs')
            [CompletionResult]::new('--virtual-host', '--virtual-host', [CompletionResultType]::ParameterName, 'Name the bucket in the host name, also where an endpoint is set')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;evidence;disclose' {
            [CompletionResult]::new('--tenant', '--tenant', [CompletionResultType]::ParameterName, 'Whose part: REGION/TENANT, or a tenant in every region')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Where the part goes, in the same forms')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Where the part goes, in the same forms')
            [CompletionResult]::new('--keys', '--keys', [CompletionResultType]::ParameterName, 'The trust directory: whom to believe, and the key that signs the part')
            [CompletionResult]::new('--without', '--without', [CompletionResultType]::ParameterName, 'Keep nothing of this field of the manifest, such as `isolation`; may be repeated')
            [CompletionResult]::new('--map', '--map', [CompletionResultType]::ParameterName, 'Take this folder for a bucket: `s3://evidence=./evidence`; may be repeated')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'The server''s address [default: `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL`, the profile''s, else AWS]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The region [default: `AWS_REGION`, or the profile''s]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--without-mixed-packs', '--without-mixed-packs', [CompletionResultType]::ParameterName, 'Leave out audit packs that hold receipts of several tenants, instead of stopping at one')
            [CompletionResult]::new('--virtual-host', '--virtual-host', [CompletionResultType]::ParameterName, 'Name the bucket in the host name, also where an endpoint is set')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;evidence;explain' {
            [CompletionResult]::new('--trust', '--trust', [CompletionResultType]::ParameterName, 'The trust file')
            [CompletionResult]::new('--level', '--level', [CompletionResultType]::ParameterName, 'How much to verify: `fast` (all but signatures and proofs of receipts), `full`, or `sample=N` (of the receipts only N)')
            [CompletionResult]::new('--nonce', '--nonce', [CompletionResultType]::ParameterName, 'What the sample is drawn with: 16 to 64 bytes in hexadecimal, chosen by the auditor once the bundle stands')
            [CompletionResult]::new('--policy-key', '--policy-key', [CompletionResultType]::ParameterName, 'A key that signs policy bundles: a public key or certificate in PEM, or a secret, as FILE or ID=FILE; may be repeated')
            [CompletionResult]::new('--policy-alg', '--policy-alg', [CompletionResultType]::ParameterName, 'The one algorithm that signatures of policy bundles may have')
            [CompletionResult]::new('--map', '--map', [CompletionResultType]::ParameterName, 'Take this folder for a bucket: `s3://evidence=./evidence`; may be repeated')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'The server''s address [default: `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL`, the profile''s, else AWS]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The region [default: `AWS_REGION`, or the profile''s]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--allow-untimestamped', '--allow-untimestamped', [CompletionResultType]::ParameterName, 'Believe a signature though nothing proves when it was made')
            [CompletionResult]::new('--virtual-host', '--virtual-host', [CompletionResultType]::ParameterName, 'Name the bucket in the host name, also where an endpoint is set')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;evidence;show' {
            [CompletionResult]::new('--map', '--map', [CompletionResultType]::ParameterName, 'Take this folder for a bucket: `s3://evidence=./evidence`; may be repeated')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'The server''s address [default: `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL`, the profile''s, else AWS]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The region [default: `AWS_REGION`, or the profile''s]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--virtual-host', '--virtual-host', [CompletionResultType]::ParameterName, 'Name the bucket in the host name, also where an endpoint is set')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;evidence;verify' {
            [CompletionResult]::new('--trust', '--trust', [CompletionResultType]::ParameterName, 'The trust file')
            [CompletionResult]::new('--level', '--level', [CompletionResultType]::ParameterName, 'How much to verify: `fast` (all but signatures and proofs of receipts), `full`, or `sample=N` (of the receipts only N)')
            [CompletionResult]::new('--nonce', '--nonce', [CompletionResultType]::ParameterName, 'What the sample is drawn with: 16 to 64 bytes in hexadecimal, chosen by the auditor once the bundle stands')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Also write the result to this file; its name says the form. May be repeated')
            [CompletionResult]::new('--report-format', '--report-format', [CompletionResultType]::ParameterName, 'The form of the report, whatever the name of its file')
            [CompletionResult]::new('--vsa', '--vsa', [CompletionResultType]::ParameterName, 'Write the result as a SLSA verification summary: *.sigstore.json as a Sigstore bundle, else as a DSSE envelope; may be repeated')
            [CompletionResult]::new('--keys', '--keys', [CompletionResultType]::ParameterName, 'The trust directory whose evidence key signs the summary')
            [CompletionResult]::new('--resource-uri', '--resource-uri', [CompletionResultType]::ParameterName, 'What was verified, as a URI [default: urn:cos:release:VERSION]')
            [CompletionResult]::new('--verifier-id', '--verifier-id', [CompletionResultType]::ParameterName, 'Who verified, as a URI')
            [CompletionResult]::new('--policy-key', '--policy-key', [CompletionResultType]::ParameterName, 'A key that signs policy bundles: a public key or certificate in PEM, or a secret, as FILE or ID=FILE; may be repeated')
            [CompletionResult]::new('--policy-alg', '--policy-alg', [CompletionResultType]::ParameterName, 'The one algorithm that signatures of policy bundles may have')
            [CompletionResult]::new('--map', '--map', [CompletionResultType]::ParameterName, 'Take this folder for a bucket: `s3://evidence=./evidence`; may be repeated')
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'The server''s address [default: `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL`, the profile''s, else AWS]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The region [default: `AWS_REGION`, or the profile''s]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--allow-untimestamped', '--allow-untimestamped', [CompletionResultType]::ParameterName, 'Believe a signature though nothing proves when it was made; the verdict says so')
            [CompletionResult]::new('--virtual-host', '--virtual-host', [CompletionResultType]::ParameterName, 'Name the bucket in the host name, also where an endpoint is set')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;evidence;help' {
            [CompletionResult]::new('bundle', 'bundle', [CompletionResultType]::ParameterValue, 'Collect what a manifest names into one signed bundle')
            [CompletionResult]::new('copy', 'copy', [CompletionResultType]::ParameterValue, 'Copy a bundle into another form; it stays the same bundle')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show what differs between two bundles: who signed and built, what is shown less, and the rest')
            [CompletionResult]::new('disclose', 'disclose', [CompletionResultType]::ParameterValue, 'Make a bundle of the part that concerns one tenant')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Show what a requirement of a bundle, or a check, rests on')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show what a bundle says it holds, unverified')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Verify a bundle: who signed it, when, and everything in it')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cos;evidence;help;bundle' {
            break
        }
        'cos;evidence;help;copy' {
            break
        }
        'cos;evidence;help;diff' {
            break
        }
        'cos;evidence;help;disclose' {
            break
        }
        'cos;evidence;help;explain' {
            break
        }
        'cos;evidence;help;show' {
            break
        }
        'cos;evidence;help;verify' {
            break
        }
        'cos;evidence;help;help' {
            break
        }
        'cos;init' {
            [CompletionResult]::new('--org', '--org', [CompletionResultType]::ParameterName, 'Whose it is: a-z, 0-9, `-` and `.`')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The region that the server is in')
            [CompletionResult]::new('--person', '--person', [CompletionResultType]::ParameterName, 'The person who answers for the first token')
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'Keep state in PostgreSQL, in a database that was prepared, instead of files in the directory')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--if-missing', '--if-missing', [CompletionResultType]::ParameterName, 'Do nothing when the directory is one already, of the same organisation and region')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;serve' {
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'The directory that `cos init` made')
            [CompletionResult]::new('--listen', '--listen', [CompletionResultType]::ParameterName, 'Where to listen, once or more: `IP:PORT`, of which port 0 takes a free one, `unix:/PATH` for a socket of this user, or `systemd` for the sockets that it hands over')
            [CompletionResult]::new('--role', '--role', [CompletionResultType]::ParameterName, 'Serve this part of the interface and no other, once or more: `console` (pages for people), `control` (tenants and tokens), `receipts` (events, receipts, logs) or `switchboard` (themes) [default: all]')
            [CompletionResult]::new('--tls-cert', '--tls-cert', [CompletionResultType]::ParameterName, 'The certificate for TLS on every address, in PEM, followed by those that lead to its authority')
            [CompletionResult]::new('--tls-key', '--tls-key', [CompletionResultType]::ParameterName, 'Its private key, in PEM, which nobody else may be able to read')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'A name under which a proxy on this machine is asked, when it passes that on; once or more')
            [CompletionResult]::new('--grace', '--grace', [CompletionResultType]::ParameterName, 'How many seconds it goes on letting people in after SIGTERM, while `/readyz` sends them elsewhere')
            [CompletionResult]::new('--authz', '--authz', [CompletionResultType]::ParameterName, 'The policy that decides who may do what, as an OPA bundle: one of the data directory''s keys for policies has to have signed it')
            [CompletionResult]::new('--conformance', '--conformance', [CompletionResultType]::ParameterName, 'The newest conformance report: `/metrics` shows its coverage, read again whenever the file changes')
            [CompletionResult]::new('--witness', '--witness', [CompletionResultType]::ParameterName, 'Have checkpoints cosigned by a witness that speaks C2SP tlog-witness: the address before `/add-checkpoint`. The trust file says whose cosignatures count, and how many it takes')
            [CompletionResult]::new('--otlp', '--otlp', [CompletionResultType]::ParameterName, 'Send a span of each request to this OpenTelemetry collector, by OTLP over HTTP: the address before `/v1/traces`. What else collectors ask for is taken from `OTEL_EXPORTER_OTLP_HEADERS` and `OTEL_RESOURCE_ATTRIBUTES`')
            [CompletionResult]::new('--tenant-requests', '--tenant-requests', [CompletionResultType]::ParameterName, 'How many requests a second each tenant may send; twice as many may come at once')
            [CompletionResult]::new('--tenant-bytes', '--tenant-bytes', [CompletionResultType]::ParameterName, 'How many bytes a second each tenant may send; twice as many may come at once')
            [CompletionResult]::new('--log', '--log', [CompletionResultType]::ParameterName, 'The form of the log on stderr')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;login' {
            [CompletionResult]::new('--oidc', '--oidc', [CompletionResultType]::ParameterName, 'Sign in in a browser on this computer, at the OpenID provider that the server calls this')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'How long to wait for the browser')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--open', '--open', [CompletionResultType]::ParameterName, 'Open the browser, too: `$BROWSER`, or the one that opens addresses on this system')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;isolation' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('audit', 'audit', [CompletionResultType]::ParameterValue, 'Ask for every operation as every kind of caller, about two tenants')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cos;isolation;audit' {
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The region that the server has to be in [default: the one that it says]')
            [CompletionResult]::new('--tenant', '--tenant', [CompletionResultType]::ParameterName, 'A tenant to use instead of making one; give two')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Write the report as JSON: the form that is signed, and that a bundle takes in')
            [CompletionResult]::new('--sign', '--sign', [CompletionResultType]::ParameterName, 'Sign the report with the report key of this trust directory; the signature goes beside it')
            [CompletionResult]::new('--html', '--html', [CompletionResultType]::ParameterName, 'Write the report as a page for people')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;isolation;help' {
            [CompletionResult]::new('audit', 'audit', [CompletionResultType]::ParameterValue, 'Ask for every operation as every kind of caller, about two tenants')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cos;isolation;help;audit' {
            break
        }
        'cos;isolation;help;help' {
            break
        }
        'cos;status' {
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'Ask the server of this data directory, on this machine; with its first token, where no other is given')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;state' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('backup', 'backup', [CompletionResultType]::ParameterValue, 'Back a data directory up, its keys included, while its server runs')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Count and hash what is in the state, and check that its files are sound')
            [CompletionResult]::new('migrate-to', 'migrate-to', [CompletionResultType]::ParameterValue, 'Move the state from files into PostgreSQL, and compare every table')
            [CompletionResult]::new('prepare', 'prepare', [CompletionResultType]::ParameterValue, 'Bring a PostgreSQL database to the present format, and let the server''s role use it')
            [CompletionResult]::new('restore', 'restore', [CompletionResultType]::ParameterValue, 'Put a backup back, into a new directory')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cos;state;backup' {
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'The directory that `cos init` made')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The directory to make')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'The directory to make')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--without-database', '--without-database', [CompletionResultType]::ParameterName, 'Leave the database out, because `pg_dump` wrote it down before')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;state;check' {
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'The directory that `cos init` made')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;state;migrate-to' {
            [CompletionResult]::new('--url-file', '--url-file', [CompletionResultType]::ParameterName, 'Read the address from a file, so that its password is on no command line; `-` is stdin')
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'The directory that `cos init` made')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Compare, and say what would be copied')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;state;prepare' {
            [CompletionResult]::new('--role', '--role', [CompletionResultType]::ParameterName, 'The role that the server connects with; it has to exist, and to own nothing')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;state;restore' {
            [CompletionResult]::new('--manifest-sha256', '--manifest-sha256', [CompletionResultType]::ParameterName, 'Restore only the backup whose manifest has this SHA-256, as `cos state backup` printed it')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;state;help' {
            [CompletionResult]::new('backup', 'backup', [CompletionResultType]::ParameterValue, 'Back a data directory up, its keys included, while its server runs')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Count and hash what is in the state, and check that its files are sound')
            [CompletionResult]::new('migrate-to', 'migrate-to', [CompletionResultType]::ParameterValue, 'Move the state from files into PostgreSQL, and compare every table')
            [CompletionResult]::new('prepare', 'prepare', [CompletionResultType]::ParameterValue, 'Bring a PostgreSQL database to the present format, and let the server''s role use it')
            [CompletionResult]::new('restore', 'restore', [CompletionResultType]::ParameterValue, 'Put a backup back, into a new directory')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cos;state;help;backup' {
            break
        }
        'cos;state;help;check' {
            break
        }
        'cos;state;help;migrate-to' {
            break
        }
        'cos;state;help;prepare' {
            break
        }
        'cos;state;help;restore' {
            break
        }
        'cos;state;help;help' {
            break
        }
        'cos;tenant' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create a tenant, with a log of its own')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the tenants that your token reaches')
            [CompletionResult]::new('resume', 'resume', [CompletionResultType]::ParameterValue, 'Serve a suspended tenant again')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a tenant')
            [CompletionResult]::new('suspend', 'suspend', [CompletionResultType]::ParameterValue, 'Write nothing for a tenant any more; what there is can be read')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cos;tenant;create' {
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The region that its data stays in')
            [CompletionResult]::new('--residency', '--residency', [CompletionResultType]::ParameterName, 'The residency tag: the beginning of the names of the regions where its data may be, such as `eu`, or `global`')
            [CompletionResult]::new('--display-name', '--display-name', [CompletionResultType]::ParameterName, 'Its name for people [default: its name]')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;tenant;list' {
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;tenant;resume' {
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;tenant;show' {
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;tenant;suspend' {
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;tenant;help' {
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create a tenant, with a log of its own')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the tenants that your token reaches')
            [CompletionResult]::new('resume', 'resume', [CompletionResultType]::ParameterValue, 'Serve a suspended tenant again')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a tenant')
            [CompletionResult]::new('suspend', 'suspend', [CompletionResultType]::ParameterValue, 'Write nothing for a tenant any more; what there is can be read')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cos;tenant;help;create' {
            break
        }
        'cos;tenant;help;list' {
            break
        }
        'cos;tenant;help;resume' {
            break
        }
        'cos;tenant;help;show' {
            break
        }
        'cos;tenant;help;suspend' {
            break
        }
        'cos;tenant;help;help' {
            break
        }
        'cos;token' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Issue a credential that can do no more than yours')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the credentials that reach no further than yours')
            [CompletionResult]::new('revoke', 'revoke', [CompletionResultType]::ParameterValue, 'Revoke a credential, at once')
            [CompletionResult]::new('exchange', 'exchange', [CompletionResultType]::ParameterValue, 'Exchange the token that a CI system gave to a job for a credential')
            [CompletionResult]::new('issuer', 'issuer', [CompletionResultType]::ParameterValue, 'Believe issuers of tokens: of CI jobs, and of people who sign in')
            [CompletionResult]::new('binding', 'binding', [CompletionResultType]::ParameterValue, 'Say which jobs and people get which credential')
            [CompletionResult]::new('admit', 'admit', [CompletionResultType]::ParameterValue, 'Admit another person, on the server''s own machine')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cos;token;create' {
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'Whose it is')
            [CompletionResult]::new('--tenant', '--tenant', [CompletionResultType]::ParameterName, 'A tenant that it reaches; may be repeated')
            [CompletionResult]::new('--scope', '--scope', [CompletionResultType]::ParameterName, 'What it may do; may be repeated')
            [CompletionResult]::new('--days', '--days', [CompletionResultType]::ParameterName, 'How long it lasts')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Where to write it; it is shown nowhere')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Where to write it; it is shown nowhere')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--all-tenants', '--all-tenants', [CompletionResultType]::ParameterName, 'It reaches every tenant, those to come included')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;token;list' {
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;token;revoke' {
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;token;exchange' {
            [CompletionResult]::new('--jwt', '--jwt', [CompletionResultType]::ParameterName, 'The file with the token that the CI system gave to the job')
            [CompletionResult]::new('--scope', '--scope', [CompletionResultType]::ParameterName, 'A scope to ask for; may be repeated [default: all that the binding gives]')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Where to write the credential; it is shown nowhere')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Where to write the credential; it is shown nowhere')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;token;issuer' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Believe an issuer; without a binding that lets nobody in')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the issuers that the server believes')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Believe an issuer no more; its bindings go, and their credentials end')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cos;token;issuer;add' {
            [CompletionResult]::new('--kind', '--kind', [CompletionResultType]::ParameterName, 'Whose tokens it signs: github, gitlab, kubernetes or people')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Its address, exactly as it stands in the claim `iss`')
            [CompletionResult]::new('--audience', '--audience', [CompletionResultType]::ParameterName, 'The claim `aud` that its tokens have for us, exactly; for people the client id')
            [CompletionResult]::new('--client-id', '--client-id', [CompletionResultType]::ParameterName, 'The claim `aud` that its tokens have for us, exactly; for people the client id')
            [CompletionResult]::new('--jwks', '--jwks', [CompletionResultType]::ParameterName, 'Its keys, a JWK set, where the server cannot look them up')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'A further host that it may name for its keys and its token endpoint; may be repeated')
            [CompletionResult]::new('--redirect-uri', '--redirect-uri', [CompletionResultType]::ParameterName, 'For people: where they come back to, registered with the provider')
            [CompletionResult]::new('--client-secret-file', '--client-secret-file', [CompletionResultType]::ParameterName, 'For people: the file with the secret that the provider gave to a confidential client; the server keeps it sealed and shows it to nobody')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;token;issuer;list' {
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;token;issuer;remove' {
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;token;issuer;help' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Believe an issuer; without a binding that lets nobody in')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the issuers that the server believes')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Believe an issuer no more; its bindings go, and their credentials end')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cos;token;issuer;help;add' {
            break
        }
        'cos;token;issuer;help;list' {
            break
        }
        'cos;token;issuer;help;remove' {
            break
        }
        'cos;token;issuer;help;help' {
            break
        }
        'cos;token;binding' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('propose', 'propose', [CompletionResultType]::ParameterValue, 'Propose a binding; it lets nobody in before another person approved it')
            [CompletionResult]::new('approve', 'approve', [CompletionResultType]::ParameterValue, 'Approve what another person proposed; it is in force then')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the bindings that reach no further than your credential')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove a binding, proposed or in force; its credentials end')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cos;token;binding;propose' {
            [CompletionResult]::new('--issuer', '--issuer', [CompletionResultType]::ParameterName, 'The issuer, as `cos token issuer list` shows it')
            [CompletionResult]::new('--claim', '--claim', [CompletionResultType]::ParameterName, 'What the token has to say, exactly; may be repeated')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'Whose credential it is to be')
            [CompletionResult]::new('--person', '--person', [CompletionResultType]::ParameterName, 'The person who answers for it [default: you]')
            [CompletionResult]::new('--tenant', '--tenant', [CompletionResultType]::ParameterName, 'A tenant that it reaches; may be repeated')
            [CompletionResult]::new('--scope', '--scope', [CompletionResultType]::ParameterName, 'What it may do; may be repeated')
            [CompletionResult]::new('--minutes', '--minutes', [CompletionResultType]::ParameterName, 'How long it lasts: at most 15 for a job, 720 for a person')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--all-tenants', '--all-tenants', [CompletionResultType]::ParameterName, 'It reaches every tenant, those to come included')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;token;binding;approve' {
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;token;binding;list' {
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;token;binding;remove' {
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;token;binding;help' {
            [CompletionResult]::new('propose', 'propose', [CompletionResultType]::ParameterValue, 'Propose a binding; it lets nobody in before another person approved it')
            [CompletionResult]::new('approve', 'approve', [CompletionResultType]::ParameterValue, 'Approve what another person proposed; it is in force then')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the bindings that reach no further than your credential')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove a binding, proposed or in force; its credentials end')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cos;token;binding;help;propose' {
            break
        }
        'cos;token;binding;help;approve' {
            break
        }
        'cos;token;binding;help;list' {
            break
        }
        'cos;token;binding;help;remove' {
            break
        }
        'cos;token;binding;help;help' {
            break
        }
        'cos;token;admit' {
            [CompletionResult]::new('--data', '--data', [CompletionResultType]::ParameterName, 'The data directory of the server')
            [CompletionResult]::new('--person', '--person', [CompletionResultType]::ParameterName, 'The person')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Where to write their token, which may do everything for a week; it is shown nowhere')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Where to write their token, which may do everything for a week; it is shown nowhere')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;token;help' {
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Issue a credential that can do no more than yours')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the credentials that reach no further than yours')
            [CompletionResult]::new('revoke', 'revoke', [CompletionResultType]::ParameterValue, 'Revoke a credential, at once')
            [CompletionResult]::new('exchange', 'exchange', [CompletionResultType]::ParameterValue, 'Exchange the token that a CI system gave to a job for a credential')
            [CompletionResult]::new('issuer', 'issuer', [CompletionResultType]::ParameterValue, 'Believe issuers of tokens: of CI jobs, and of people who sign in')
            [CompletionResult]::new('binding', 'binding', [CompletionResultType]::ParameterValue, 'Say which jobs and people get which credential')
            [CompletionResult]::new('admit', 'admit', [CompletionResultType]::ParameterValue, 'Admit another person, on the server''s own machine')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cos;token;help;create' {
            break
        }
        'cos;token;help;list' {
            break
        }
        'cos;token;help;revoke' {
            break
        }
        'cos;token;help;exchange' {
            break
        }
        'cos;token;help;issuer' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Believe an issuer; without a binding that lets nobody in')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the issuers that the server believes')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Believe an issuer no more; its bindings go, and their credentials end')
            break
        }
        'cos;token;help;issuer;add' {
            break
        }
        'cos;token;help;issuer;list' {
            break
        }
        'cos;token;help;issuer;remove' {
            break
        }
        'cos;token;help;binding' {
            [CompletionResult]::new('propose', 'propose', [CompletionResultType]::ParameterValue, 'Propose a binding; it lets nobody in before another person approved it')
            [CompletionResult]::new('approve', 'approve', [CompletionResultType]::ParameterValue, 'Approve what another person proposed; it is in force then')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the bindings that reach no further than your credential')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove a binding, proposed or in force; its credentials end')
            break
        }
        'cos;token;help;binding;propose' {
            break
        }
        'cos;token;help;binding;approve' {
            break
        }
        'cos;token;help;binding;list' {
            break
        }
        'cos;token;help;binding;remove' {
            break
        }
        'cos;token;help;admit' {
            break
        }
        'cos;token;help;help' {
            break
        }
        'cos;ledger' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('fsck', 'fsck', [CompletionResultType]::ParameterValue, 'Check every file of a ledger: receipts, tree, checkpoint, leftovers')
            [CompletionResult]::new('prove', 'prove', [CompletionResultType]::ParameterValue, 'Prove that a receipt stands in its log')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show how large the logs are, how far published, and who writes them')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cos;ledger;fsck' {
            [CompletionResult]::new('--trust', '--trust', [CompletionResultType]::ParameterName, 'The trust file with the logs'' keys [default: `trust/trust.json` beside the ledger]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--repair', '--repair', [CompletionResultType]::ParameterName, 'Rebuild tiles and indexes from the receipts and remove leftovers; receipts and checkpoints are never touched')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;ledger;prove' {
            [CompletionResult]::new('--index', '--index', [CompletionResultType]::ParameterName, 'The receipt''s index in its log, or its line (from 1) in a file')
            [CompletionResult]::new('--jti', '--jti', [CompletionResultType]::ParameterName, 'The receipt''s id')
            [CompletionResult]::new('--log', '--log', [CompletionResultType]::ParameterName, 'The log, as `<region>/<tenant>`; needed with --index where a ledger has several')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--with-receipt', '--with-receipt', [CompletionResultType]::ParameterName, 'Print the receipt in flattened JSON form with the proof inside')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;ledger;status' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;ledger;help' {
            [CompletionResult]::new('fsck', 'fsck', [CompletionResultType]::ParameterValue, 'Check every file of a ledger: receipts, tree, checkpoint, leftovers')
            [CompletionResult]::new('prove', 'prove', [CompletionResultType]::ParameterValue, 'Prove that a receipt stands in its log')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show how large the logs are, how far published, and who writes them')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cos;ledger;help;fsck' {
            break
        }
        'cos;ledger;help;prove' {
            break
        }
        'cos;ledger;help;status' {
            break
        }
        'cos;ledger;help;help' {
            break
        }
        'cos;policy' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('build', 'build', [CompletionResultType]::ParameterValue, 'Pack a policy into a bundle archive, the same bytes each time')
            [CompletionResult]::new('default', 'default', [CompletionResultType]::ParameterValue, 'Write the policy by which a server decides when it is given no other')
            [CompletionResult]::new('inspect', 'inspect', [CompletionResultType]::ParameterValue, 'Show what is in a bundle, without verifying it')
            [CompletionResult]::new('sign', 'sign', [CompletionResultType]::ParameterValue, 'Sign a bundle as OPA does')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Verify that a bundle is exactly what a key signed')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cos;policy;build' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Where to write the archive')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Where to write the archive')
            [CompletionResult]::new('--revision', '--revision', [CompletionResultType]::ParameterName, 'Write this revision into the manifest; a signature over the old manifest is left out')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace the output if it exists')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;policy;default' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Where to write the archive')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Where to write the archive')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace the output if it exists')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;policy;inspect' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;policy;sign' {
            [CompletionResult]::new('--keys', '--keys', [CompletionResultType]::ParameterName, 'The directory that `cos trust init` made: sign with its key for policies, by ES256, and say when')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The private key in PEM, or the secret; only its owner may read it')
            [CompletionResult]::new('--alg', '--alg', [CompletionResultType]::ParameterName, 'The algorithm to sign with [default: RS256]')
            [CompletionResult]::new('--key-id', '--key-id', [CompletionResultType]::ParameterName, 'The id by which verifiers know the key [default: default]')
            [CompletionResult]::new('--scope', '--scope', [CompletionResultType]::ParameterName, 'What the signature is good for; verifiers have to ask for the same')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Where to write the signed archive [default: `.signatures.json` in the directory]')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Where to write the signed archive [default: `.signatures.json` in the directory]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace what exists')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;policy;verify' {
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'A public key or certificate in PEM, or a secret, as FILE or ID=FILE; may be repeated')
            [CompletionResult]::new('--trust', '--trust', [CompletionResultType]::ParameterName, 'The trust file, or the directory it is in: one of its keys for policies may have signed, too')
            [CompletionResult]::new('--alg', '--alg', [CompletionResultType]::ParameterName, 'The one algorithm that the signature of a given key may have')
            [CompletionResult]::new('--key-id', '--key-id', [CompletionResultType]::ParameterName, 'The id by which the signature calls the key given without one')
            [CompletionResult]::new('--scope', '--scope', [CompletionResultType]::ParameterName, 'The scope that the bundle has to be signed for')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;policy;help' {
            [CompletionResult]::new('build', 'build', [CompletionResultType]::ParameterValue, 'Pack a policy into a bundle archive, the same bytes each time')
            [CompletionResult]::new('default', 'default', [CompletionResultType]::ParameterValue, 'Write the policy by which a server decides when it is given no other')
            [CompletionResult]::new('inspect', 'inspect', [CompletionResultType]::ParameterValue, 'Show what is in a bundle, without verifying it')
            [CompletionResult]::new('sign', 'sign', [CompletionResultType]::ParameterValue, 'Sign a bundle as OPA does')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Verify that a bundle is exactly what a key signed')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cos;policy;help;build' {
            break
        }
        'cos;policy;help;default' {
            break
        }
        'cos;policy;help;inspect' {
            break
        }
        'cos;policy;help;sign' {
            break
        }
        'cos;policy;help;verify' {
            break
        }
        'cos;policy;help;help' {
            break
        }
        'cos;report' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('render', 'render', [CompletionResultType]::ParameterValue, 'Write a report in other forms')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check who signed a report, and that it is unchanged')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cos;report;render' {
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Write the report as JSON: the form that is signed, verified and re-derived')
            [CompletionResult]::new('--html', '--html', [CompletionResultType]::ParameterName, 'Write it as one HTML file')
            [CompletionResult]::new('--junit', '--junit', [CompletionResultType]::ParameterName, 'Write it as JUnit XML')
            [CompletionResult]::new('--sarif', '--sarif', [CompletionResultType]::ParameterName, 'Write it as SARIF 2.1.0')
            [CompletionResult]::new('--oscal', '--oscal', [CompletionResultType]::ParameterName, 'Write it as OSCAL assessment results 1.1.2')
            [CompletionResult]::new('--lcov', '--lcov', [CompletionResultType]::ParameterName, 'Write rule coverage as an LCOV tracefile')
            [CompletionResult]::new('--cobertura', '--cobertura', [CompletionResultType]::ParameterName, 'Write rule coverage as Cobertura XML')
            [CompletionResult]::new('--github-summary', '--github-summary', [CompletionResultType]::ParameterName, 'Append a summary in Markdown, as for `$GITHUB_STEP_SUMMARY`, and print annotations to stderr')
            [CompletionResult]::new('--sign', '--sign', [CompletionResultType]::ParameterName, 'Sign the report with the report key of this trust directory; the signature goes beside it')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;report;verify' {
            [CompletionResult]::new('--trust', '--trust', [CompletionResultType]::ParameterName, 'The trust file')
            [CompletionResult]::new('--signature', '--signature', [CompletionResultType]::ParameterName, 'The signature [default: the report''s name with `.dsse.json`]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;report;help' {
            [CompletionResult]::new('render', 'render', [CompletionResultType]::ParameterValue, 'Write a report in other forms')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check who signed a report, and that it is unchanged')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cos;report;help;render' {
            break
        }
        'cos;report;help;verify' {
            break
        }
        'cos;report;help;help' {
            break
        }
        'cos;s3' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Find out what a server really honours: conditional writes, checksums, retention')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cos;s3;doctor' {
            [CompletionResult]::new('--endpoint', '--endpoint', [CompletionResultType]::ParameterName, 'The server''s address [default: `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL`, the profile''s, else AWS]')
            [CompletionResult]::new('--region', '--region', [CompletionResultType]::ParameterName, 'The region [default: `AWS_REGION`, or the profile''s]')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Write the result as JSON')
            [CompletionResult]::new('--sign', '--sign', [CompletionResultType]::ParameterName, 'Sign it with the report key of this trust directory; the signature goes beside it')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--virtual-host', '--virtual-host', [CompletionResultType]::ParameterName, 'Name the bucket in the host name, also where an endpoint is set')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;s3;help' {
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Find out what a server really honours: conditional writes, checksums, retention')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cos;s3;help;doctor' {
            break
        }
        'cos;s3;help;help' {
            break
        }
        'cos;simulator' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show which decisions two policies give differently, and the rule that each begins to differ in')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Show why one scenario is decided as it is')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Make a scenario matrix of tests that you have')
            [CompletionResult]::new('lint', 'lint', [CompletionResultType]::ParameterValue, 'Find what a policy gets wrong without running a scenario')
            [CompletionResult]::new('mutate', 'mutate', [CompletionResultType]::ParameterValue, 'Change the policy a little, again and again, and list the changes that no assertion notices')
            [CompletionResult]::new('quarantine', 'quarantine', [CompletionResultType]::ParameterValue, 'Look after scenarios whose failure is known')
            [CompletionResult]::new('replay', 'replay', [CompletionResultType]::ParameterValue, 'Show a recorded run again')
            [CompletionResult]::new('run', 'run', [CompletionResultType]::ParameterValue, 'Run a scenario matrix against a policy bundle and write the conformance report')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Derive a report again from itself, and compare')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cos;simulator;diff' {
            [CompletionResult]::new('--matrix', '--matrix', [CompletionResultType]::ParameterName, 'The scenario matrix; for bundles')
            [CompletionResult]::new('--markdown', '--markdown', [CompletionResultType]::ParameterName, 'Also write the differences as Markdown, as for a comment on a pull request')
            [CompletionResult]::new('--trust', '--trust', [CompletionResultType]::ParameterName, 'The trust file, or the directory it is in: one of its keys for policies has to have signed the bundle')
            [CompletionResult]::new('--verification-key', '--verification-key', [CompletionResultType]::ParameterName, 'The public key or certificate in PEM, or the secret, that the bundle''s signature is verified with, as FILE or ID=FILE')
            [CompletionResult]::new('--keyid', '--keyid', [CompletionResultType]::ParameterName, 'The id by which the signature calls that key [default: default]')
            [CompletionResult]::new('--alg', '--alg', [CompletionResultType]::ParameterName, 'The one algorithm that the signature may have [default: RS256]')
            [CompletionResult]::new('--scope', '--scope', [CompletionResultType]::ParameterName, 'The scope that the bundle has to be signed for')
            [CompletionResult]::new('--engine', '--engine', [CompletionResultType]::ParameterName, 'Where the policies are evaluated')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--exit-code', '--exit-code', [CompletionResultType]::ParameterName, 'Exit with 1 when a decision differs')
            [CompletionResult]::new('--unsigned', '--unsigned', [CompletionResultType]::ParameterName, 'Use the bundle without verifying a signature')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;simulator;explain' {
            [CompletionResult]::new('--matrix', '--matrix', [CompletionResultType]::ParameterName, 'The scenario matrix')
            [CompletionResult]::new('--bundle', '--bundle', [CompletionResultType]::ParameterName, 'The policy bundle: a directory or an archive')
            [CompletionResult]::new('--trust', '--trust', [CompletionResultType]::ParameterName, 'The trust file, or the directory it is in: one of its keys for policies has to have signed the bundle')
            [CompletionResult]::new('--verification-key', '--verification-key', [CompletionResultType]::ParameterName, 'The public key or certificate in PEM, or the secret, that the bundle''s signature is verified with, as FILE or ID=FILE')
            [CompletionResult]::new('--keyid', '--keyid', [CompletionResultType]::ParameterName, 'The id by which the signature calls that key [default: default]')
            [CompletionResult]::new('--alg', '--alg', [CompletionResultType]::ParameterName, 'The one algorithm that the signature may have [default: RS256]')
            [CompletionResult]::new('--scope', '--scope', [CompletionResultType]::ParameterName, 'The scope that the bundle has to be signed for')
            [CompletionResult]::new('--engine', '--engine', [CompletionResultType]::ParameterName, 'Where the policy is evaluated')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--unsigned', '--unsigned', [CompletionResultType]::ParameterName, 'Use the bundle without verifying a signature')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;simulator;import' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('decision-log', 'decision-log', [CompletionResultType]::ParameterValue, 'From OPA''s decision log: what was decided then is expected from now on')
            [CompletionResult]::new('gator', 'gator', [CompletionResultType]::ParameterValue, 'From a Gatekeeper suite: templates, constraints and the objects they are tried on')
            [CompletionResult]::new('kyverno', 'kyverno', [CompletionResultType]::ParameterValue, 'From a Kyverno test: what each resource is expected to come to, for a policy in Rego')
            [CompletionResult]::new('opa-test', 'opa-test', [CompletionResultType]::ParameterValue, 'From the report of `opa test --format json` and the bundle that it is about')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cos;simulator;import;decision-log' {
            [CompletionResult]::new('--entrypoint', '--entrypoint', [CompletionResultType]::ParameterName, 'The rule of which decisions are taken, such as `data.companyos.authz.decision`')
            [CompletionResult]::new('--flow', '--flow', [CompletionResultType]::ParameterName, 'Where in the input the name of the flow stands: a JSON pointer')
            [CompletionResult]::new('--allow', '--allow', [CompletionResultType]::ParameterName, 'Where in the result true or false stands; an empty one takes the result itself')
            [CompletionResult]::new('--reasons', '--reasons', [CompletionResultType]::ParameterName, 'Where in the result the reasons stand')
            [CompletionResult]::new('--most', '--most', [CompletionResultType]::ParameterName, 'How many different inputs are taken')
            [CompletionResult]::new('--inventory', '--inventory', [CompletionResultType]::ParameterName, 'A matrix that has every flow there is: one that only the log has is a finding')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'What the matrix is called')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Who answers for the matrix')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Where to write the matrix')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Where to write the matrix')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace what exists; of folders, only a bundle that an import wrote')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;simulator;import;gator' {
            [CompletionResult]::new('--root', '--root', [CompletionResultType]::ParameterName, 'The folder that the files named in the suite may be in [default: the suite''s own]')
            [CompletionResult]::new('--bundle-out', '--bundle-out', [CompletionResultType]::ParameterName, 'Where to write the bundle: the templates'' Rego, and a rule that turns violations into a decision')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'What the matrix is called')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Who answers for the matrix')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Where to write the matrix')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Where to write the matrix')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace what exists; of folders, only a bundle that an import wrote')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;simulator;import;kyverno' {
            [CompletionResult]::new('--entrypoint', '--entrypoint', [CompletionResultType]::ParameterName, 'The rule in Rego that is to decide the same, such as `data.kubernetes.decision`; its input has `policy`, `rule` and `resource`')
            [CompletionResult]::new('--root', '--root', [CompletionResultType]::ParameterName, 'The folder that the resources may be in [default: the test''s own]')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'What the matrix is called')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Who answers for the matrix')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Where to write the matrix')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Where to write the matrix')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace what exists; of folders, only a bundle that an import wrote')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;simulator;import;opa-test' {
            [CompletionResult]::new('--bundle', '--bundle', [CompletionResultType]::ParameterName, 'The policy bundle: a directory or an archive')
            [CompletionResult]::new('--trust', '--trust', [CompletionResultType]::ParameterName, 'The trust file, or the directory it is in: one of its keys for policies has to have signed the bundle')
            [CompletionResult]::new('--verification-key', '--verification-key', [CompletionResultType]::ParameterName, 'The public key or certificate in PEM, or the secret, that the bundle''s signature is verified with, as FILE or ID=FILE')
            [CompletionResult]::new('--keyid', '--keyid', [CompletionResultType]::ParameterName, 'The id by which the signature calls that key [default: default]')
            [CompletionResult]::new('--alg', '--alg', [CompletionResultType]::ParameterName, 'The one algorithm that the signature may have [default: RS256]')
            [CompletionResult]::new('--scope', '--scope', [CompletionResultType]::ParameterName, 'The scope that the bundle has to be signed for')
            [CompletionResult]::new('--bundle-out', '--bundle-out', [CompletionResultType]::ParameterName, 'Where to write the bundle again, with its tests and a rule that asks them')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'What the matrix is called')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Who answers for the matrix')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Where to write the matrix')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Where to write the matrix')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--unsigned', '--unsigned', [CompletionResultType]::ParameterName, 'Use the bundle without verifying a signature')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace what exists; of folders, only a bundle that an import wrote')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;simulator;import;help' {
            [CompletionResult]::new('decision-log', 'decision-log', [CompletionResultType]::ParameterValue, 'From OPA''s decision log: what was decided then is expected from now on')
            [CompletionResult]::new('gator', 'gator', [CompletionResultType]::ParameterValue, 'From a Gatekeeper suite: templates, constraints and the objects they are tried on')
            [CompletionResult]::new('kyverno', 'kyverno', [CompletionResultType]::ParameterValue, 'From a Kyverno test: what each resource is expected to come to, for a policy in Rego')
            [CompletionResult]::new('opa-test', 'opa-test', [CompletionResultType]::ParameterValue, 'From the report of `opa test --format json` and the bundle that it is about')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cos;simulator;import;help;decision-log' {
            break
        }
        'cos;simulator;import;help;gator' {
            break
        }
        'cos;simulator;import;help;kyverno' {
            break
        }
        'cos;simulator;import;help;opa-test' {
            break
        }
        'cos;simulator;import;help;help' {
            break
        }
        'cos;simulator;lint' {
            [CompletionResult]::new('--bundle', '--bundle', [CompletionResultType]::ParameterName, 'The policy bundle: a directory or an archive')
            [CompletionResult]::new('--trust', '--trust', [CompletionResultType]::ParameterName, 'The trust file, or the directory it is in: one of its keys for policies has to have signed the bundle')
            [CompletionResult]::new('--verification-key', '--verification-key', [CompletionResultType]::ParameterName, 'The public key or certificate in PEM, or the secret, that the bundle''s signature is verified with, as FILE or ID=FILE')
            [CompletionResult]::new('--keyid', '--keyid', [CompletionResultType]::ParameterName, 'The id by which the signature calls that key [default: default]')
            [CompletionResult]::new('--alg', '--alg', [CompletionResultType]::ParameterName, 'The one algorithm that the signature may have [default: RS256]')
            [CompletionResult]::new('--scope', '--scope', [CompletionResultType]::ParameterName, 'The scope that the bundle has to be signed for')
            [CompletionResult]::new('--entrypoint', '--entrypoint', [CompletionResultType]::ParameterName, 'The rule that decides; what it does not reach is named')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--unsigned', '--unsigned', [CompletionResultType]::ParameterName, 'Use the bundle without verifying a signature')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;simulator;mutate' {
            [CompletionResult]::new('--matrix', '--matrix', [CompletionResultType]::ParameterName, 'The scenario matrix')
            [CompletionResult]::new('--bundle', '--bundle', [CompletionResultType]::ParameterName, 'The policy bundle: a directory or an archive')
            [CompletionResult]::new('--trust', '--trust', [CompletionResultType]::ParameterName, 'The trust file, or the directory it is in: one of its keys for policies has to have signed the bundle')
            [CompletionResult]::new('--verification-key', '--verification-key', [CompletionResultType]::ParameterName, 'The public key or certificate in PEM, or the secret, that the bundle''s signature is verified with, as FILE or ID=FILE')
            [CompletionResult]::new('--keyid', '--keyid', [CompletionResultType]::ParameterName, 'The id by which the signature calls that key [default: default]')
            [CompletionResult]::new('--alg', '--alg', [CompletionResultType]::ParameterName, 'The one algorithm that the signature may have [default: RS256]')
            [CompletionResult]::new('--scope', '--scope', [CompletionResultType]::ParameterName, 'The scope that the bundle has to be signed for')
            [CompletionResult]::new('--filter', '--filter', [CompletionResultType]::ParameterName, 'Only scenarios that match, such as `flow(tenant.*) & dim(mfa=off)`')
            [CompletionResult]::new('--min-mutation', '--min-mutation', [CompletionResultType]::ParameterName, 'The least share of changes that are noticed')
            [CompletionResult]::new('--engine', '--engine', [CompletionResultType]::ParameterName, 'Where the policy is evaluated')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--unsigned', '--unsigned', [CompletionResultType]::ParameterName, 'Use the bundle without verifying a signature')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;simulator;quarantine' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add an entry: which scenarios, why, who repairs, until when')
            [CompletionResult]::new('expire', 'expire', [CompletionResultType]::ParameterValue, 'Take out the entries whose last day is over')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the entries and how long they last')
            [CompletionResult]::new('release', 'release', [CompletionResultType]::ParameterValue, 'Take out an entry because the failure is repaired')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cos;simulator;quarantine;add' {
            [CompletionResult]::new('--matrix', '--matrix', [CompletionResultType]::ParameterName, 'The scenario matrix; only its list of quarantines changes')
            [CompletionResult]::new('--flow', '--flow', [CompletionResultType]::ParameterName, 'Flows, with `*` and `?`')
            [CompletionResult]::new('--id', '--id', [CompletionResultType]::ParameterName, 'Ids of scenarios or cases, with `*` and `?`')
            [CompletionResult]::new('--tag', '--tag', [CompletionResultType]::ParameterName, 'A tag that flow or case must have; may be repeated')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why it fails')
            [CompletionResult]::new('--ticket', '--ticket', [CompletionResultType]::ParameterName, 'Where the repair is tracked')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Who repairs it')
            [CompletionResult]::new('--days', '--days', [CompletionResultType]::ParameterName, 'How many days it counts, from today; at most 14')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;simulator;quarantine;expire' {
            [CompletionResult]::new('--matrix', '--matrix', [CompletionResultType]::ParameterName, 'The scenario matrix; only its list of quarantines changes')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;simulator;quarantine;list' {
            [CompletionResult]::new('--matrix', '--matrix', [CompletionResultType]::ParameterName, 'The scenario matrix; only its list of quarantines changes')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;simulator;quarantine;release' {
            [CompletionResult]::new('--matrix', '--matrix', [CompletionResultType]::ParameterName, 'The scenario matrix; only its list of quarantines changes')
            [CompletionResult]::new('--ticket', '--ticket', [CompletionResultType]::ParameterName, 'The ticket of the entries')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;simulator;quarantine;help' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add an entry: which scenarios, why, who repairs, until when')
            [CompletionResult]::new('expire', 'expire', [CompletionResultType]::ParameterValue, 'Take out the entries whose last day is over')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the entries and how long they last')
            [CompletionResult]::new('release', 'release', [CompletionResultType]::ParameterValue, 'Take out an entry because the failure is repaired')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cos;simulator;quarantine;help;add' {
            break
        }
        'cos;simulator;quarantine;help;expire' {
            break
        }
        'cos;simulator;quarantine;help;list' {
            break
        }
        'cos;simulator;quarantine;help;release' {
            break
        }
        'cos;simulator;quarantine;help;help' {
            break
        }
        'cos;simulator;replay' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;simulator;run' {
            [CompletionResult]::new('--matrix', '--matrix', [CompletionResultType]::ParameterName, 'The scenario matrix')
            [CompletionResult]::new('--bundle', '--bundle', [CompletionResultType]::ParameterName, 'The policy bundle: a directory or an archive')
            [CompletionResult]::new('--trust', '--trust', [CompletionResultType]::ParameterName, 'The trust file, or the directory it is in: one of its keys for policies has to have signed the bundle')
            [CompletionResult]::new('--verification-key', '--verification-key', [CompletionResultType]::ParameterName, 'The public key or certificate in PEM, or the secret, that the bundle''s signature is verified with, as FILE or ID=FILE')
            [CompletionResult]::new('--keyid', '--keyid', [CompletionResultType]::ParameterName, 'The id by which the signature calls that key [default: default]')
            [CompletionResult]::new('--alg', '--alg', [CompletionResultType]::ParameterName, 'The one algorithm that the signature may have [default: RS256]')
            [CompletionResult]::new('--scope', '--scope', [CompletionResultType]::ParameterName, 'The scope that the bundle has to be signed for')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Write the report as JSON: the form that is signed, verified and re-derived')
            [CompletionResult]::new('--html', '--html', [CompletionResultType]::ParameterName, 'Write it as one HTML file')
            [CompletionResult]::new('--junit', '--junit', [CompletionResultType]::ParameterName, 'Write it as JUnit XML')
            [CompletionResult]::new('--sarif', '--sarif', [CompletionResultType]::ParameterName, 'Write it as SARIF 2.1.0')
            [CompletionResult]::new('--oscal', '--oscal', [CompletionResultType]::ParameterName, 'Write it as OSCAL assessment results 1.1.2')
            [CompletionResult]::new('--lcov', '--lcov', [CompletionResultType]::ParameterName, 'Write rule coverage as an LCOV tracefile')
            [CompletionResult]::new('--cobertura', '--cobertura', [CompletionResultType]::ParameterName, 'Write rule coverage as Cobertura XML')
            [CompletionResult]::new('--github-summary', '--github-summary', [CompletionResultType]::ParameterName, 'Append a summary in Markdown, as for `$GITHUB_STEP_SUMMARY`, and print annotations to stderr')
            [CompletionResult]::new('--sign', '--sign', [CompletionResultType]::ParameterName, 'Sign the report with the report key of this trust directory; the signature goes beside it')
            [CompletionResult]::new('--min-coverage', '--min-coverage', [CompletionResultType]::ParameterName, 'The least share of privileged flows that are covered')
            [CompletionResult]::new('--min-mutation', '--min-mutation', [CompletionResultType]::ParameterName, 'The least share of changes to the policy that are noticed')
            [CompletionResult]::new('--filter', '--filter', [CompletionResultType]::ParameterName, 'Run only scenarios that match, such as `flow(tenant.*) & dim(mfa=off)`')
            [CompletionResult]::new('--mutate', '--mutate', [CompletionResultType]::ParameterName, 'Which changes to the policy are tried')
            [CompletionResult]::new('--baseline', '--baseline', [CompletionResultType]::ParameterName, 'Compare with this former report; its decisions must not turn into permissions that nobody asserts')
            [CompletionResult]::new('--against', '--against', [CompletionResultType]::ParameterName, 'The same with another bundle, which is run against the same matrix; it is verified as `--bundle` is')
            [CompletionResult]::new('--repeat', '--repeat', [CompletionResultType]::ParameterName, 'Decide every scenario so many times more, by the policy as a whole; what is not decided the same every time fails')
            [CompletionResult]::new('--shuffle', '--shuffle', [CompletionResultType]::ParameterName, 'What the order of those decisions is drawn with [default: 0]')
            [CompletionResult]::new('--record', '--record', [CompletionResultType]::ParameterName, 'Also write every event as JSON, one a line; `cos simulator replay` shows it again')
            [CompletionResult]::new('--cross-check', '--cross-check', [CompletionResultType]::ParameterName, 'Ask the policy as a whole about every so many scenarios and compare; 1 asks about all, 0 about none but the cases')
            [CompletionResult]::new('--engine', '--engine', [CompletionResultType]::ParameterName, 'Where the policy is evaluated')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--unsigned', '--unsigned', [CompletionResultType]::ParameterName, 'Use the bundle without verifying a signature')
            [CompletionResult]::new('--changed', '--changed', [CompletionResultType]::ParameterName, 'Run only scenarios that the changes since then can decide otherwise, and a few others to test that. Invariants of what is left out are not looked at again; such a report is no evidence')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;simulator;verify' {
            [CompletionResult]::new('--sample', '--sample', [CompletionResultType]::ParameterName, 'Decide only so many scenarios again, drawn at random')
            [CompletionResult]::new('--nonce', '--nonce', [CompletionResultType]::ParameterName, 'What the sample is drawn with; the same text draws the same scenarios [default: the report''s digest]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;simulator;help' {
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show which decisions two policies give differently, and the rule that each begins to differ in')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Show why one scenario is decided as it is')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Make a scenario matrix of tests that you have')
            [CompletionResult]::new('lint', 'lint', [CompletionResultType]::ParameterValue, 'Find what a policy gets wrong without running a scenario')
            [CompletionResult]::new('mutate', 'mutate', [CompletionResultType]::ParameterValue, 'Change the policy a little, again and again, and list the changes that no assertion notices')
            [CompletionResult]::new('quarantine', 'quarantine', [CompletionResultType]::ParameterValue, 'Look after scenarios whose failure is known')
            [CompletionResult]::new('replay', 'replay', [CompletionResultType]::ParameterValue, 'Show a recorded run again')
            [CompletionResult]::new('run', 'run', [CompletionResultType]::ParameterValue, 'Run a scenario matrix against a policy bundle and write the conformance report')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Derive a report again from itself, and compare')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cos;simulator;help;diff' {
            break
        }
        'cos;simulator;help;explain' {
            break
        }
        'cos;simulator;help;import' {
            [CompletionResult]::new('decision-log', 'decision-log', [CompletionResultType]::ParameterValue, 'From OPA''s decision log: what was decided then is expected from now on')
            [CompletionResult]::new('gator', 'gator', [CompletionResultType]::ParameterValue, 'From a Gatekeeper suite: templates, constraints and the objects they are tried on')
            [CompletionResult]::new('kyverno', 'kyverno', [CompletionResultType]::ParameterValue, 'From a Kyverno test: what each resource is expected to come to, for a policy in Rego')
            [CompletionResult]::new('opa-test', 'opa-test', [CompletionResultType]::ParameterValue, 'From the report of `opa test --format json` and the bundle that it is about')
            break
        }
        'cos;simulator;help;import;decision-log' {
            break
        }
        'cos;simulator;help;import;gator' {
            break
        }
        'cos;simulator;help;import;kyverno' {
            break
        }
        'cos;simulator;help;import;opa-test' {
            break
        }
        'cos;simulator;help;lint' {
            break
        }
        'cos;simulator;help;mutate' {
            break
        }
        'cos;simulator;help;quarantine' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add an entry: which scenarios, why, who repairs, until when')
            [CompletionResult]::new('expire', 'expire', [CompletionResultType]::ParameterValue, 'Take out the entries whose last day is over')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the entries and how long they last')
            [CompletionResult]::new('release', 'release', [CompletionResultType]::ParameterValue, 'Take out an entry because the failure is repaired')
            break
        }
        'cos;simulator;help;quarantine;add' {
            break
        }
        'cos;simulator;help;quarantine;expire' {
            break
        }
        'cos;simulator;help;quarantine;list' {
            break
        }
        'cos;simulator;help;quarantine;release' {
            break
        }
        'cos;simulator;help;replay' {
            break
        }
        'cos;simulator;help;run' {
            break
        }
        'cos;simulator;help;verify' {
            break
        }
        'cos;simulator;help;help' {
            break
        }
        'cos;theme' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('validate', 'validate', [CompletionResultType]::ParameterValue, 'Find everything that is wrong with themes, at once')
            [CompletionResult]::new('contrast', 'contrast', [CompletionResultType]::ParameterValue, 'Show whether colours can be told apart, and what would pass')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show what differs between two themes')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Pack a theme into an archive, the same bytes each time')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Bring a theme to a tenant, and see first what it would change')
            [CompletionResult]::new('activate', 'activate', [CompletionResultType]::ParameterValue, 'Bring a theme that was imported into force')
            [CompletionResult]::new('rollback', 'rollback', [CompletionResultType]::ParameterValue, 'Bring the theme back into force that was before')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List a tenant''s themes, and which was in force when')
            [CompletionResult]::new('preview', 'preview', [CompletionResultType]::ParameterValue, 'Write a page that shows every colour, font and pair in each mode')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cos;theme;validate' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;theme;contrast' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--fix', '--fix', [CompletionResultType]::ParameterName, 'Write the suggested colours into the theme''s files; not into an archive')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;theme;diff' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--exit-code', '--exit-code', [CompletionResultType]::ParameterName, 'Exit with 1 when they differ')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;theme;export' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The archive to write')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'The archive to write')
            [CompletionResult]::new('--tenant', '--tenant', [CompletionResultType]::ParameterName, 'Copy it from the server: a theme of this tenant')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace the archive if it is there')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;theme;import' {
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why it is brought into force')
            [CompletionResult]::new('--idempotency-key', '--idempotency-key', [CompletionResultType]::ParameterName, 'Names this change: asked for again under the same key, also after a crash, it is done once')
            [CompletionResult]::new('--tenant', '--tenant', [CompletionResultType]::ParameterName, 'The tenant')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--activate', '--activate', [CompletionResultType]::ParameterName, 'Bring it into force, too')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only show what would change')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;theme;activate' {
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why')
            [CompletionResult]::new('--idempotency-key', '--idempotency-key', [CompletionResultType]::ParameterName, 'Names this change: asked for again under the same key, also after a crash, it is done once')
            [CompletionResult]::new('--tenant', '--tenant', [CompletionResultType]::ParameterName, 'The tenant')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Only show what would change')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;theme;rollback' {
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'A theme that was in force: NAME, NAME@VERSION, its digest, or `default`')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Why')
            [CompletionResult]::new('--idempotency-key', '--idempotency-key', [CompletionResultType]::ParameterName, 'Names this change: asked for again under the same key, also after a crash, it is done once')
            [CompletionResult]::new('--tenant', '--tenant', [CompletionResultType]::ParameterName, 'The tenant')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;theme;list' {
            [CompletionResult]::new('--tenant', '--tenant', [CompletionResultType]::ParameterName, 'The tenant')
            [CompletionResult]::new('--server', '--server', [CompletionResultType]::ParameterName, 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system''s]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;theme;preview' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The page to write')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'The page to write')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace the page if it is there')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;theme;help' {
            [CompletionResult]::new('validate', 'validate', [CompletionResultType]::ParameterValue, 'Find everything that is wrong with themes, at once')
            [CompletionResult]::new('contrast', 'contrast', [CompletionResultType]::ParameterValue, 'Show whether colours can be told apart, and what would pass')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show what differs between two themes')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Pack a theme into an archive, the same bytes each time')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Bring a theme to a tenant, and see first what it would change')
            [CompletionResult]::new('activate', 'activate', [CompletionResultType]::ParameterValue, 'Bring a theme that was imported into force')
            [CompletionResult]::new('rollback', 'rollback', [CompletionResultType]::ParameterValue, 'Bring the theme back into force that was before')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List a tenant''s themes, and which was in force when')
            [CompletionResult]::new('preview', 'preview', [CompletionResultType]::ParameterValue, 'Write a page that shows every colour, font and pair in each mode')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cos;theme;help;validate' {
            break
        }
        'cos;theme;help;contrast' {
            break
        }
        'cos;theme;help;diff' {
            break
        }
        'cos;theme;help;export' {
            break
        }
        'cos;theme;help;import' {
            break
        }
        'cos;theme;help;activate' {
            break
        }
        'cos;theme;help;rollback' {
            break
        }
        'cos;theme;help;list' {
            break
        }
        'cos;theme;help;preview' {
            break
        }
        'cos;theme;help;help' {
            break
        }
        'cos;trust' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('add-builder', 'add-builder', [CompletionResultType]::ParameterValue, 'Say whose provenance counts: which builder, how it signs, and what it may build')
            [CompletionResult]::new('add-ca', 'add-ca', [CompletionResultType]::ParameterValue, 'Add a certificate authority to a trust directory, for evidence that other Sigstore clients verify')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write what other Sigstore clients need to verify our evidence')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Make the first keys of an organisation and the trust file that names them')
            [CompletionResult]::new('rotate', 'rotate', [CompletionResultType]::ParameterValue, 'Replace a key; what the old one signed stays valid')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Say in words what a trust file makes an auditor believe')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cos;trust;add-builder' {
            [CompletionResult]::new('--id', '--id', [CompletionResultType]::ParameterName, 'The `builder.id` in its provenance')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The builder''s public key in PEM')
            [CompletionResult]::new('--key-id', '--key-id', [CompletionResultType]::ParameterName, 'The key id that its signatures bear [default: none]')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The name in the builder''s certificates; `*` at the end for all that begin so')
            [CompletionResult]::new('--issuer', '--issuer', [CompletionResultType]::ParameterName, 'Who vouches for that name')
            [CompletionResult]::new('--source', '--source', [CompletionResultType]::ParameterName, 'A source that it may build; `*` at the end for all that begin so; may be repeated')
            [CompletionResult]::new('--build-type', '--build-type', [CompletionResultType]::ParameterName, 'A build type that it may use; may be repeated')
            [CompletionResult]::new('--max-level', '--max-level', [CompletionResultType]::ParameterName, 'The highest SLSA build level that its provenance can show')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;trust;add-ca' {
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The name in the certificates: an e-mail address or a URI [default: one of the organisation]')
            [CompletionResult]::new('--issuer', '--issuer', [CompletionResultType]::ParameterName, 'Who vouches for that name, as a URL [default: the organisation]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;trust;export' {
            [CompletionResult]::new('--trust-config', '--trust-config', [CompletionResultType]::ParameterName, 'Write a Sigstore client trust config, as sigstore-python reads it')
            [CompletionResult]::new('--trusted-root', '--trusted-root', [CompletionResultType]::ParameterName, 'Write the Sigstore trusted root')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'Write the public key for evidence that is in use, in PEM')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace files that are there')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;trust;init' {
            [CompletionResult]::new('--org', '--org', [CompletionResultType]::ParameterName, 'The organisation: a-z, 0-9, `-` and `.`')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'The directory to make')
            [CompletionResult]::new('--identity', '--identity', [CompletionResultType]::ParameterName, 'The name in the certificates: an e-mail address or a URI [default: one of the organisation]')
            [CompletionResult]::new('--issuer', '--issuer', [CompletionResultType]::ParameterName, 'Who vouches for that name, as a URL [default: the organisation]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--ca', '--ca', [CompletionResultType]::ParameterName, 'Make a certificate authority as well, for evidence that other Sigstore clients verify')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;trust;rotate' {
            [CompletionResult]::new('--purpose', '--purpose', [CompletionResultType]::ParameterName, 'Which key to replace')
            [CompletionResult]::new('--algorithm', '--algorithm', [CompletionResultType]::ParameterName, 'What the new key for evidence signs with [default: p256, which every Sigstore client knows]')
            [CompletionResult]::new('--ledger', '--ledger', [CompletionResultType]::ParameterName, 'A ledger whose receipts the old key signed; name all of them')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--no-ledger', '--no-ledger', [CompletionResultType]::ParameterName, 'There is no ledger yet; nothing that the old key signed stays valid')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;trust;show' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;trust;help' {
            [CompletionResult]::new('add-builder', 'add-builder', [CompletionResultType]::ParameterValue, 'Say whose provenance counts: which builder, how it signs, and what it may build')
            [CompletionResult]::new('add-ca', 'add-ca', [CompletionResultType]::ParameterValue, 'Add a certificate authority to a trust directory, for evidence that other Sigstore clients verify')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write what other Sigstore clients need to verify our evidence')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Make the first keys of an organisation and the trust file that names them')
            [CompletionResult]::new('rotate', 'rotate', [CompletionResultType]::ParameterValue, 'Replace a key; what the old one signed stays valid')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Say in words what a trust file makes an auditor believe')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cos;trust;help;add-builder' {
            break
        }
        'cos;trust;help;add-ca' {
            break
        }
        'cos;trust;help;export' {
            break
        }
        'cos;trust;help;init' {
            break
        }
        'cos;trust;help;rotate' {
            break
        }
        'cos;trust;help;show' {
            break
        }
        'cos;trust;help;help' {
            break
        }
        'cos;explain' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('--list', '--list', [CompletionResultType]::ParameterName, 'List all codes')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;schema' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;completions' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;man' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;markdown-help' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;policy-worker' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the answer to stdout; errors on stderr follow it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour; `NO_COLOR` is honoured, too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print no status, hints or progress')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'cos;help' {
            [CompletionResult]::new('demo', 'demo', [CompletionResultType]::ParameterValue, 'Show in a minute what receipts are worth: serve two tenants, verify 50,000 receipts, sample, disclose, tamper')
            [CompletionResult]::new('receipts', 'receipts', [CompletionResultType]::ParameterValue, 'Issue, append, verify, sample, disclose and show receipts')
            [CompletionResult]::new('evidence', 'evidence', [CompletionResultType]::ParameterValue, 'Bundle the evidence of a release, and verify it offline')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Make a data directory for `cos serve`: keys, trust file, state, the first operator''s token')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Serve tenants, credentials and receipts over HTTP')
            [CompletionResult]::new('login', 'login', [CompletionResultType]::ParameterValue, 'Remember a server and a token for later commands')
            [CompletionResult]::new('isolation', 'isolation', [CompletionResultType]::ParameterValue, 'Ask a running server for what it must refuse, and sign what came of it')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show how a server fares: whether it is ready, its logs, its disk, its policy, its keys and certificates')
            [CompletionResult]::new('state', 'state', [CompletionResultType]::ParameterValue, 'Look after the database behind a server')
            [CompletionResult]::new('tenant', 'tenant', [CompletionResultType]::ParameterValue, 'Create, list and suspend tenants')
            [CompletionResult]::new('token', 'token', [CompletionResultType]::ParameterValue, 'Issue, list and revoke credentials')
            [CompletionResult]::new('ledger', 'ledger', [CompletionResultType]::ParameterValue, 'Look after a ledger: check it, show its state, prove an entry')
            [CompletionResult]::new('policy', 'policy', [CompletionResultType]::ParameterValue, 'Build, inspect, sign and verify policy bundles')
            [CompletionResult]::new('report', 'report', [CompletionResultType]::ParameterValue, 'Render and verify conformance reports')
            [CompletionResult]::new('s3', 's3', [CompletionResultType]::ParameterValue, 'Examine S3 servers')
            [CompletionResult]::new('simulator', 'simulator', [CompletionResultType]::ParameterValue, 'Run scenario matrices against policy bundles')
            [CompletionResult]::new('theme', 'theme', [CompletionResultType]::ParameterValue, 'Validate, compare, preview and export theme packs')
            [CompletionResult]::new('trust', 'trust', [CompletionResultType]::ParameterValue, 'Make and explain keys and the trust file')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Explain an error code')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of a format that cos reads or writes')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print completions for a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Write the manual pages into a directory')
            [CompletionResult]::new('markdown-help', 'markdown-help', [CompletionResultType]::ParameterValue, 'Write all help texts as one Markdown page')
            [CompletionResult]::new('policy-worker', 'policy-worker', [CompletionResultType]::ParameterValue, 'Evaluate the policy that arrives on stdin; cos starts this itself')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cos;help;demo' {
            break
        }
        'cos;help;receipts' {
            [CompletionResult]::new('append', 'append', [CompletionResultType]::ParameterValue, 'Append receipts to a ledger, durably and once')
            [CompletionResult]::new('disclose', 'disclose', [CompletionResultType]::ParameterValue, 'Copy receipts with only some claims shown; they stay valid')
            [CompletionResult]::new('ingest', 'ingest', [CompletionResultType]::ParameterValue, 'Report events to a server, and wait until each has its durable receipt')
            [CompletionResult]::new('issue', 'issue', [CompletionResultType]::ParameterValue, 'Issue a signed receipt for each event')
            [CompletionResult]::new('sample', 'sample', [CompletionResultType]::ParameterValue, 'Draw a sample that its subject cannot choose, into one portable file')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one receipt with its claims')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Verify receipts: signature, disclosures, inclusion, consistency, witnesses')
            break
        }
        'cos;help;receipts;append' {
            break
        }
        'cos;help;receipts;disclose' {
            break
        }
        'cos;help;receipts;ingest' {
            break
        }
        'cos;help;receipts;issue' {
            break
        }
        'cos;help;receipts;sample' {
            break
        }
        'cos;help;receipts;show' {
            break
        }
        'cos;help;receipts;verify' {
            break
        }
        'cos;help;evidence' {
            [CompletionResult]::new('bundle', 'bundle', [CompletionResultType]::ParameterValue, 'Collect what a manifest names into one signed bundle')
            [CompletionResult]::new('copy', 'copy', [CompletionResultType]::ParameterValue, 'Copy a bundle into another form; it stays the same bundle')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show what differs between two bundles: who signed and built, what is shown less, and the rest')
            [CompletionResult]::new('disclose', 'disclose', [CompletionResultType]::ParameterValue, 'Make a bundle of the part that concerns one tenant')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Show what a requirement of a bundle, or a check, rests on')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show what a bundle says it holds, unverified')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Verify a bundle: who signed it, when, and everything in it')
            break
        }
        'cos;help;evidence;bundle' {
            break
        }
        'cos;help;evidence;copy' {
            break
        }
        'cos;help;evidence;diff' {
            break
        }
        'cos;help;evidence;disclose' {
            break
        }
        'cos;help;evidence;explain' {
            break
        }
        'cos;help;evidence;show' {
            break
        }
        'cos;help;evidence;verify' {
            break
        }
        'cos;help;init' {
            break
        }
        'cos;help;serve' {
            break
        }
        'cos;help;login' {
            break
        }
        'cos;help;isolation' {
            [CompletionResult]::new('audit', 'audit', [CompletionResultType]::ParameterValue, 'Ask for every operation as every kind of caller, about two tenants')
            break
        }
        'cos;help;isolation;audit' {
            break
        }
        'cos;help;status' {
            break
        }
        'cos;help;state' {
            [CompletionResult]::new('backup', 'backup', [CompletionResultType]::ParameterValue, 'Back a data directory up, its keys included, while its server runs')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Count and hash what is in the state, and check that its files are sound')
            [CompletionResult]::new('migrate-to', 'migrate-to', [CompletionResultType]::ParameterValue, 'Move the state from files into PostgreSQL, and compare every table')
            [CompletionResult]::new('prepare', 'prepare', [CompletionResultType]::ParameterValue, 'Bring a PostgreSQL database to the present format, and let the server''s role use it')
            [CompletionResult]::new('restore', 'restore', [CompletionResultType]::ParameterValue, 'Put a backup back, into a new directory')
            break
        }
        'cos;help;state;backup' {
            break
        }
        'cos;help;state;check' {
            break
        }
        'cos;help;state;migrate-to' {
            break
        }
        'cos;help;state;prepare' {
            break
        }
        'cos;help;state;restore' {
            break
        }
        'cos;help;tenant' {
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create a tenant, with a log of its own')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the tenants that your token reaches')
            [CompletionResult]::new('resume', 'resume', [CompletionResultType]::ParameterValue, 'Serve a suspended tenant again')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a tenant')
            [CompletionResult]::new('suspend', 'suspend', [CompletionResultType]::ParameterValue, 'Write nothing for a tenant any more; what there is can be read')
            break
        }
        'cos;help;tenant;create' {
            break
        }
        'cos;help;tenant;list' {
            break
        }
        'cos;help;tenant;resume' {
            break
        }
        'cos;help;tenant;show' {
            break
        }
        'cos;help;tenant;suspend' {
            break
        }
        'cos;help;token' {
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Issue a credential that can do no more than yours')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the credentials that reach no further than yours')
            [CompletionResult]::new('revoke', 'revoke', [CompletionResultType]::ParameterValue, 'Revoke a credential, at once')
            [CompletionResult]::new('exchange', 'exchange', [CompletionResultType]::ParameterValue, 'Exchange the token that a CI system gave to a job for a credential')
            [CompletionResult]::new('issuer', 'issuer', [CompletionResultType]::ParameterValue, 'Believe issuers of tokens: of CI jobs, and of people who sign in')
            [CompletionResult]::new('binding', 'binding', [CompletionResultType]::ParameterValue, 'Say which jobs and people get which credential')
            [CompletionResult]::new('admit', 'admit', [CompletionResultType]::ParameterValue, 'Admit another person, on the server''s own machine')
            break
        }
        'cos;help;token;create' {
            break
        }
        'cos;help;token;list' {
            break
        }
        'cos;help;token;revoke' {
            break
        }
        'cos;help;token;exchange' {
            break
        }
        'cos;help;token;issuer' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Believe an issuer; without a binding that lets nobody in')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the issuers that the server believes')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Believe an issuer no more; its bindings go, and their credentials end')
            break
        }
        'cos;help;token;issuer;add' {
            break
        }
        'cos;help;token;issuer;list' {
            break
        }
        'cos;help;token;issuer;remove' {
            break
        }
        'cos;help;token;binding' {
            [CompletionResult]::new('propose', 'propose', [CompletionResultType]::ParameterValue, 'Propose a binding; it lets nobody in before another person approved it')
            [CompletionResult]::new('approve', 'approve', [CompletionResultType]::ParameterValue, 'Approve what another person proposed; it is in force then')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the bindings that reach no further than your credential')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Remove a binding, proposed or in force; its credentials end')
            break
        }
        'cos;help;token;binding;propose' {
            break
        }
        'cos;help;token;binding;approve' {
            break
        }
        'cos;help;token;binding;list' {
            break
        }
        'cos;help;token;binding;remove' {
            break
        }
        'cos;help;token;admit' {
            break
        }
        'cos;help;ledger' {
            [CompletionResult]::new('fsck', 'fsck', [CompletionResultType]::ParameterValue, 'Check every file of a ledger: receipts, tree, checkpoint, leftovers')
            [CompletionResult]::new('prove', 'prove', [CompletionResultType]::ParameterValue, 'Prove that a receipt stands in its log')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show how large the logs are, how far published, and who writes them')
            break
        }
        'cos;help;ledger;fsck' {
            break
        }
        'cos;help;ledger;prove' {
            break
        }
        'cos;help;ledger;status' {
            break
        }
        'cos;help;policy' {
            [CompletionResult]::new('build', 'build', [CompletionResultType]::ParameterValue, 'Pack a policy into a bundle archive, the same bytes each time')
            [CompletionResult]::new('default', 'default', [CompletionResultType]::ParameterValue, 'Write the policy by which a server decides when it is given no other')
            [CompletionResult]::new('inspect', 'inspect', [CompletionResultType]::ParameterValue, 'Show what is in a bundle, without verifying it')
            [CompletionResult]::new('sign', 'sign', [CompletionResultType]::ParameterValue, 'Sign a bundle as OPA does')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Verify that a bundle is exactly what a key signed')
            break
        }
        'cos;help;policy;build' {
            break
        }
        'cos;help;policy;default' {
            break
        }
        'cos;help;policy;inspect' {
            break
        }
        'cos;help;policy;sign' {
            break
        }
        'cos;help;policy;verify' {
            break
        }
        'cos;help;report' {
            [CompletionResult]::new('render', 'render', [CompletionResultType]::ParameterValue, 'Write a report in other forms')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check who signed a report, and that it is unchanged')
            break
        }
        'cos;help;report;render' {
            break
        }
        'cos;help;report;verify' {
            break
        }
        'cos;help;s3' {
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Find out what a server really honours: conditional writes, checksums, retention')
            break
        }
        'cos;help;s3;doctor' {
            break
        }
        'cos;help;simulator' {
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show which decisions two policies give differently, and the rule that each begins to differ in')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Show why one scenario is decided as it is')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Make a scenario matrix of tests that you have')
            [CompletionResult]::new('lint', 'lint', [CompletionResultType]::ParameterValue, 'Find what a policy gets wrong without running a scenario')
            [CompletionResult]::new('mutate', 'mutate', [CompletionResultType]::ParameterValue, 'Change the policy a little, again and again, and list the changes that no assertion notices')
            [CompletionResult]::new('quarantine', 'quarantine', [CompletionResultType]::ParameterValue, 'Look after scenarios whose failure is known')
            [CompletionResult]::new('replay', 'replay', [CompletionResultType]::ParameterValue, 'Show a recorded run again')
            [CompletionResult]::new('run', 'run', [CompletionResultType]::ParameterValue, 'Run a scenario matrix against a policy bundle and write the conformance report')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Derive a report again from itself, and compare')
            break
        }
        'cos;help;simulator;diff' {
            break
        }
        'cos;help;simulator;explain' {
            break
        }
        'cos;help;simulator;import' {
            [CompletionResult]::new('decision-log', 'decision-log', [CompletionResultType]::ParameterValue, 'From OPA''s decision log: what was decided then is expected from now on')
            [CompletionResult]::new('gator', 'gator', [CompletionResultType]::ParameterValue, 'From a Gatekeeper suite: templates, constraints and the objects they are tried on')
            [CompletionResult]::new('kyverno', 'kyverno', [CompletionResultType]::ParameterValue, 'From a Kyverno test: what each resource is expected to come to, for a policy in Rego')
            [CompletionResult]::new('opa-test', 'opa-test', [CompletionResultType]::ParameterValue, 'From the report of `opa test --format json` and the bundle that it is about')
            break
        }
        'cos;help;simulator;import;decision-log' {
            break
        }
        'cos;help;simulator;import;gator' {
            break
        }
        'cos;help;simulator;import;kyverno' {
            break
        }
        'cos;help;simulator;import;opa-test' {
            break
        }
        'cos;help;simulator;lint' {
            break
        }
        'cos;help;simulator;mutate' {
            break
        }
        'cos;help;simulator;quarantine' {
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add an entry: which scenarios, why, who repairs, until when')
            [CompletionResult]::new('expire', 'expire', [CompletionResultType]::ParameterValue, 'Take out the entries whose last day is over')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the entries and how long they last')
            [CompletionResult]::new('release', 'release', [CompletionResultType]::ParameterValue, 'Take out an entry because the failure is repaired')
            break
        }
        'cos;help;simulator;quarantine;add' {
            break
        }
        'cos;help;simulator;quarantine;expire' {
            break
        }
        'cos;help;simulator;quarantine;list' {
            break
        }
        'cos;help;simulator;quarantine;release' {
            break
        }
        'cos;help;simulator;replay' {
            break
        }
        'cos;help;simulator;run' {
            break
        }
        'cos;help;simulator;verify' {
            break
        }
        'cos;help;theme' {
            [CompletionResult]::new('validate', 'validate', [CompletionResultType]::ParameterValue, 'Find everything that is wrong with themes, at once')
            [CompletionResult]::new('contrast', 'contrast', [CompletionResultType]::ParameterValue, 'Show whether colours can be told apart, and what would pass')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show what differs between two themes')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Pack a theme into an archive, the same bytes each time')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Bring a theme to a tenant, and see first what it would change')
            [CompletionResult]::new('activate', 'activate', [CompletionResultType]::ParameterValue, 'Bring a theme that was imported into force')
            [CompletionResult]::new('rollback', 'rollback', [CompletionResultType]::ParameterValue, 'Bring the theme back into force that was before')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List a tenant''s themes, and which was in force when')
            [CompletionResult]::new('preview', 'preview', [CompletionResultType]::ParameterValue, 'Write a page that shows every colour, font and pair in each mode')
            break
        }
        'cos;help;theme;validate' {
            break
        }
        'cos;help;theme;contrast' {
            break
        }
        'cos;help;theme;diff' {
            break
        }
        'cos;help;theme;export' {
            break
        }
        'cos;help;theme;import' {
            break
        }
        'cos;help;theme;activate' {
            break
        }
        'cos;help;theme;rollback' {
            break
        }
        'cos;help;theme;list' {
            break
        }
        'cos;help;theme;preview' {
            break
        }
        'cos;help;trust' {
            [CompletionResult]::new('add-builder', 'add-builder', [CompletionResultType]::ParameterValue, 'Say whose provenance counts: which builder, how it signs, and what it may build')
            [CompletionResult]::new('add-ca', 'add-ca', [CompletionResultType]::ParameterValue, 'Add a certificate authority to a trust directory, for evidence that other Sigstore clients verify')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write what other Sigstore clients need to verify our evidence')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Make the first keys of an organisation and the trust file that names them')
            [CompletionResult]::new('rotate', 'rotate', [CompletionResultType]::ParameterValue, 'Replace a key; what the old one signed stays valid')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Say in words what a trust file makes an auditor believe')
            break
        }
        'cos;help;trust;add-builder' {
            break
        }
        'cos;help;trust;add-ca' {
            break
        }
        'cos;help;trust;export' {
            break
        }
        'cos;help;trust;init' {
            break
        }
        'cos;help;trust;rotate' {
            break
        }
        'cos;help;trust;show' {
            break
        }
        'cos;help;explain' {
            break
        }
        'cos;help;schema' {
            break
        }
        'cos;help;completions' {
            break
        }
        'cos;help;man' {
            break
        }
        'cos;help;markdown-help' {
            break
        }
        'cos;help;policy-worker' {
            break
        }
        'cos;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
