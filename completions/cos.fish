# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_cos_global_optspecs
    string join \n format= color= q/quiet h/help V/version
end

function __fish_cos_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_cos_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_cos_using_subcommand
    set -l cmd (__fish_cos_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c cos -n "__fish_cos_needs_command" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_needs_command" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_needs_command" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_needs_command" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_needs_command" -f -a "demo" -d 'Show in a minute what receipts are worth: serve two tenants, verify 50,000 receipts, sample, disclose, tamper'
complete -c cos -n "__fish_cos_needs_command" -f -a "receipts" -d 'Issue, append, verify, sample, disclose and show receipts'
complete -c cos -n "__fish_cos_needs_command" -f -a "evidence" -d 'Bundle the evidence of a release, and verify it offline'
complete -c cos -n "__fish_cos_needs_command" -f -a "init" -d 'Make a data directory for `cos serve`: keys, trust file, state, the first operator\'s token'
complete -c cos -n "__fish_cos_needs_command" -f -a "serve" -d 'Serve tenants, credentials and receipts over HTTP'
complete -c cos -n "__fish_cos_needs_command" -f -a "login" -d 'Remember a server and a token for later commands'
complete -c cos -n "__fish_cos_needs_command" -f -a "isolation" -d 'Ask a running server for what it must refuse, and sign what came of it'
complete -c cos -n "__fish_cos_needs_command" -f -a "status" -d 'Show how a server fares: whether it is ready, its logs, its disk, its policy, its keys and certificates'
complete -c cos -n "__fish_cos_needs_command" -f -a "state" -d 'Look after the database behind a server'
complete -c cos -n "__fish_cos_needs_command" -f -a "tenant" -d 'Create, list and suspend tenants'
complete -c cos -n "__fish_cos_needs_command" -f -a "token" -d 'Issue, list and revoke credentials'
complete -c cos -n "__fish_cos_needs_command" -f -a "ledger" -d 'Look after a ledger: check it, show its state, prove an entry'
complete -c cos -n "__fish_cos_needs_command" -f -a "policy" -d 'Build, inspect, sign and verify policy bundles'
complete -c cos -n "__fish_cos_needs_command" -f -a "report" -d 'Render and verify conformance reports'
complete -c cos -n "__fish_cos_needs_command" -f -a "s3" -d 'Examine S3 servers'
complete -c cos -n "__fish_cos_needs_command" -f -a "simulator" -d 'Run scenario matrices against policy bundles'
complete -c cos -n "__fish_cos_needs_command" -f -a "theme" -d 'Validate, compare, preview and export theme packs'
complete -c cos -n "__fish_cos_needs_command" -f -a "trust" -d 'Make and explain keys and the trust file'
complete -c cos -n "__fish_cos_needs_command" -f -a "explain" -d 'Explain an error code'
complete -c cos -n "__fish_cos_needs_command" -f -a "schema" -d 'Print the JSON Schema of a format that cos reads or writes'
complete -c cos -n "__fish_cos_needs_command" -f -a "completions" -d 'Print completions for a shell'
complete -c cos -n "__fish_cos_needs_command" -f -a "man" -d 'Write the manual pages into a directory'
complete -c cos -n "__fish_cos_needs_command" -f -a "markdown-help" -d 'Write all help texts as one Markdown page'
complete -c cos -n "__fish_cos_needs_command" -f -a "policy-worker" -d 'Evaluate the policy that arrives on stdin; cos starts this itself'
complete -c cos -n "__fish_cos_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cos -n "__fish_cos_using_subcommand demo" -l out -d 'The directory to make; one that an earlier demo made is replaced' -r -F
complete -c cos -n "__fish_cos_using_subcommand demo" -l receipts -d 'How many receipts, for two tenants together' -r
complete -c cos -n "__fish_cos_using_subcommand demo" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand demo" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand demo" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand demo" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand demo" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand receipts; and not __fish_seen_subcommand_from append disclose ingest issue sample show verify help" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand receipts; and not __fish_seen_subcommand_from append disclose ingest issue sample show verify help" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand receipts; and not __fish_seen_subcommand_from append disclose ingest issue sample show verify help" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand receipts; and not __fish_seen_subcommand_from append disclose ingest issue sample show verify help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand receipts; and not __fish_seen_subcommand_from append disclose ingest issue sample show verify help" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand receipts; and not __fish_seen_subcommand_from append disclose ingest issue sample show verify help" -f -a "append" -d 'Append receipts to a ledger, durably and once'
complete -c cos -n "__fish_cos_using_subcommand receipts; and not __fish_seen_subcommand_from append disclose ingest issue sample show verify help" -f -a "disclose" -d 'Copy receipts with only some claims shown; they stay valid'
complete -c cos -n "__fish_cos_using_subcommand receipts; and not __fish_seen_subcommand_from append disclose ingest issue sample show verify help" -f -a "ingest" -d 'Report events to a server, and wait until each has its durable receipt'
complete -c cos -n "__fish_cos_using_subcommand receipts; and not __fish_seen_subcommand_from append disclose ingest issue sample show verify help" -f -a "issue" -d 'Issue a signed receipt for each event'
complete -c cos -n "__fish_cos_using_subcommand receipts; and not __fish_seen_subcommand_from append disclose ingest issue sample show verify help" -f -a "sample" -d 'Draw a sample that its subject cannot choose, into one portable file'
complete -c cos -n "__fish_cos_using_subcommand receipts; and not __fish_seen_subcommand_from append disclose ingest issue sample show verify help" -f -a "show" -d 'Show one receipt with its claims'
complete -c cos -n "__fish_cos_using_subcommand receipts; and not __fish_seen_subcommand_from append disclose ingest issue sample show verify help" -f -a "verify" -d 'Verify receipts: signature, disclosures, inclusion, consistency, witnesses'
complete -c cos -n "__fish_cos_using_subcommand receipts; and not __fish_seen_subcommand_from append disclose ingest issue sample show verify help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from append" -l ledger -d 'The ledger' -r -F
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from append" -l keys -d 'The directory that `cos trust init` made [default: `trust/` beside the ledger]' -r -F
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from append" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from append" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from append" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from append" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from append" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from disclose" -l profile -d 'For whom the copy is' -r -f -a "auditor\t'Everything'
public\t'Nothing about persons, resources or money'
tenant\t'Everything but what concerns only the platform'"
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from disclose" -l claims -d 'Claims to show beside those of the profile, separated by commas' -r
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from disclose" -l out -d 'Where to write the copies; `-` is stdout' -r -F
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from disclose" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from disclose" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from disclose" -l force -d 'Replace the output if it exists'
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from disclose" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from disclose" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from disclose" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from ingest" -l tenant -d 'The tenant whose acts they are' -r
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from ingest" -l wait -d 'What to wait for' -r -f -a "durable\t'The receipts are on disk, and their indexes final'
published\t'A signed checkpoint covers them'
witnessed\t'Enough witnesses have cosigned such a checkpoint; the server has to have some'"
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from ingest" -l rejected -d 'Write the events that were refused to this file, each as it was' -r -F
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from ingest" -l server -d 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]' -r
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from ingest" -l ca-file -d 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system\'s]' -r -F
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from ingest" -l token-file -d 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]' -r -F
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from ingest" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from ingest" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from ingest" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from ingest" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from ingest" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from issue" -l in -d 'The events, one JSON object a line; `-` is stdin' -r -F
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from issue" -l tenant -d 'The tenant whose acts they are' -r
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from issue" -l region -d 'The region in which they happened and stay' -r
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from issue" -l keys -d 'The directory that `cos trust init` made' -r -F
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from issue" -l out -d 'Where to write the receipts, one a line; `-` is stdout' -r -F
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from issue" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from issue" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from issue" -l force -d 'Replace the output if it exists'
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from issue" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from issue" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from issue" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from sample" -l count -d 'How many receipts' -r
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from sample" -l nonce -d 'The auditor\'s nonce: 16 to 64 bytes in hexadecimal' -r
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from sample" -l out -d 'Where to write the pack' -r -F
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from sample" -l trust -d 'The trust file [default: `trust/trust.json` beside the ledger]' -r -F
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from sample" -l profile -d 'What the copies in the pack show' -r -f -a "auditor\t'Everything'
public\t'Nothing about persons, resources or money'
tenant\t'Everything but what concerns only the platform'"
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from sample" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from sample" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from sample" -l force -d 'Replace the output if it exists'
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from sample" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from sample" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from sample" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from show" -l index -d 'The receipt\'s index in its log, or its line (from 1) in a file' -r
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from show" -l jti -d 'The receipt\'s id' -r
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from show" -l log -d 'The log, as `<region>/<tenant>`; needed with --index where a ledger has several' -r
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from show" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from show" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from show" -l raw -d 'Print the receipt itself, in compact form'
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from verify" -l trust -d 'The trust file' -r -F
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from verify" -l level -d 'How far to go; each level includes those before it [default: consistency, or signature for a file of receipts]' -r -f -a "consistency\t'The log only grew since it was last seen'
inclusion\t'The receipt is in the tree that a signed checkpoint commits to'
signature\t'Serialisation, disclosures, claims, signature, key'
witness\t'Enough witnesses cosigned the checkpoint'"
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from verify" -l since -d 'A checkpoint seen earlier, which the log must continue; may be repeated' -r -F
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from verify" -l sample -d 'Verify a sample of this many receipts instead of all' -r
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from verify" -l nonce -d 'What the sample is drawn with: 16 to 64 bytes in hexadecimal, chosen by the auditor' -r
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from verify" -l report -d 'Also write the report as JSON to this file' -r -F
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from verify" -l pins -d 'Where the checkpoints seen last are kept [default: pins/ in the user\'s state directory]' -r -F
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from verify" -l threads -d 'Use this many threads [default: all cores]' -r
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from verify" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from verify" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from verify" -l strict -d 'Check signatures one by one under the stricter criterion `rfc8032-strict`'
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from verify" -l no-pin -d 'Neither compare with the checkpoints seen last nor remember these'
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from verify" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from verify" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from help" -f -a "append" -d 'Append receipts to a ledger, durably and once'
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from help" -f -a "disclose" -d 'Copy receipts with only some claims shown; they stay valid'
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from help" -f -a "ingest" -d 'Report events to a server, and wait until each has its durable receipt'
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from help" -f -a "issue" -d 'Issue a signed receipt for each event'
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from help" -f -a "sample" -d 'Draw a sample that its subject cannot choose, into one portable file'
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show one receipt with its claims'
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from help" -f -a "verify" -d 'Verify receipts: signature, disclosures, inclusion, consistency, witnesses'
complete -c cos -n "__fish_cos_using_subcommand receipts; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cos -n "__fish_cos_using_subcommand evidence; and not __fish_seen_subcommand_from bundle copy diff disclose explain show verify help" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand evidence; and not __fish_seen_subcommand_from bundle copy diff disclose explain show verify help" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand evidence; and not __fish_seen_subcommand_from bundle copy diff disclose explain show verify help" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand evidence; and not __fish_seen_subcommand_from bundle copy diff disclose explain show verify help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand evidence; and not __fish_seen_subcommand_from bundle copy diff disclose explain show verify help" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand evidence; and not __fish_seen_subcommand_from bundle copy diff disclose explain show verify help" -f -a "bundle" -d 'Collect what a manifest names into one signed bundle'
complete -c cos -n "__fish_cos_using_subcommand evidence; and not __fish_seen_subcommand_from bundle copy diff disclose explain show verify help" -f -a "copy" -d 'Copy a bundle into another form; it stays the same bundle'
complete -c cos -n "__fish_cos_using_subcommand evidence; and not __fish_seen_subcommand_from bundle copy diff disclose explain show verify help" -f -a "diff" -d 'Show what differs between two bundles: who signed and built, what is shown less, and the rest'
complete -c cos -n "__fish_cos_using_subcommand evidence; and not __fish_seen_subcommand_from bundle copy diff disclose explain show verify help" -f -a "disclose" -d 'Make a bundle of the part that concerns one tenant'
complete -c cos -n "__fish_cos_using_subcommand evidence; and not __fish_seen_subcommand_from bundle copy diff disclose explain show verify help" -f -a "explain" -d 'Show what a requirement of a bundle, or a check, rests on'
complete -c cos -n "__fish_cos_using_subcommand evidence; and not __fish_seen_subcommand_from bundle copy diff disclose explain show verify help" -f -a "show" -d 'Show what a bundle says it holds, unverified'
complete -c cos -n "__fish_cos_using_subcommand evidence; and not __fish_seen_subcommand_from bundle copy diff disclose explain show verify help" -f -a "verify" -d 'Verify a bundle: who signed it, when, and everything in it'
complete -c cos -n "__fish_cos_using_subcommand evidence; and not __fish_seen_subcommand_from bundle copy diff disclose explain show verify help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from bundle" -s f -l file -d 'The manifest' -r -F
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from bundle" -s o -l out -d 'Where the bundle goes' -r
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from bundle" -l keys -d 'The trust directory whose keys sign, and whose notaries\' receipts count' -r -F
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from bundle" -l sign -d 'How to sign' -r -f -a "ca\t'With a certificate of the trust directory\'s own authority, entered in its log, and a time stamp'
key\t'With the evidence key of the trust directory and a time stamp'
keyless\t'With a certificate of somebody\'s Fulcio, for whoever the environment says this is'"
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from bundle" -l retain -d 'Keep the bundle from being deleted for this long, `90d` or `7y`, in a bucket with object lock [default: the manifest\'s `retain`]' -r
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from bundle" -l mode -d 'Who may end that early' -r -f -a "compliance\t'Nobody'
governance\t'Whoever has a special right'"
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from bundle" -l previous -d 'The bundle of the release before, which this one continues' -r
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from bundle" -l fulcio -d 'The certificate authority [default: Sigstore\'s public instance]' -r
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from bundle" -l rekor -d 'The transparency log' -r
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from bundle" -l tsa -d 'The time-stamping authority' -r
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from bundle" -l signing-config -d 'All of them, as a Sigstore signing config' -r -F
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from bundle" -l identity-token -d 'A file with the OpenID Connect token [default: `SIGSTORE_ID_TOKEN`, or what the CI system offers]' -r -F
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from bundle" -l map -d 'Take this folder for a bucket: `s3://evidence=./evidence`; may be repeated' -r
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from bundle" -l endpoint -d 'The server\'s address [default: `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL`, the profile\'s, else AWS]' -r
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from bundle" -l region -d 'The region [default: `AWS_REGION`, or the profile\'s]' -r
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from bundle" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from bundle" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from bundle" -l untimestamped -d 'Sign without a time stamp; verifiers refuse that unless they ask for it'
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from bundle" -l dry-run -d 'Find what the manifest names, and stop'
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from bundle" -l virtual-host -d 'Name the bucket in the host name, also where an endpoint is set'
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from bundle" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from bundle" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from bundle" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from copy" -l map -d 'Take this folder for a bucket: `s3://evidence=./evidence`; may be repeated' -r
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from copy" -l endpoint -d 'The server\'s address [default: `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL`, the profile\'s, else AWS]' -r
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from copy" -l region -d 'The region [default: `AWS_REGION`, or the profile\'s]' -r
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from copy" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from copy" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from copy" -l virtual-host -d 'Name the bucket in the host name, also where an endpoint is set'
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from copy" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from copy" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from copy" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from diff" -l trust -d 'The trust file to verify both with' -r -F
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from diff" -l markdown -d 'Also write the differences as Markdown, as for release notes' -r -F
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from diff" -l policy-key -d 'A key that signs policy bundles: a public key or certificate in PEM, or a secret, as FILE or ID=FILE; may be repeated' -r
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from diff" -l policy-alg -d 'The one algorithm that signatures of policy bundles may have' -r -f -a "ES256\t''
ES384\t''
ES512\t''
HS256\t''
HS384\t''
HS512\t''
PS256\t''
PS384\t''
PS512\t''
RS256\t''
RS384\t''
RS512\t''"
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from diff" -l map -d 'Take this folder for a bucket: `s3://evidence=./evidence`; may be repeated' -r
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from diff" -l endpoint -d 'The server\'s address [default: `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL`, the profile\'s, else AWS]' -r
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from diff" -l region -d 'The region [default: `AWS_REGION`, or the profile\'s]' -r
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from diff" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from diff" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from diff" -l exit-code -d 'Exit with 1 when something differs'
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from diff" -l virtual-host -d 'Name the bucket in the host name, also where an endpoint is set'
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from diff" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from diff" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from diff" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from disclose" -l tenant -d 'Whose part: REGION/TENANT, or a tenant in every region' -r
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from disclose" -s o -l out -d 'Where the part goes, in the same forms' -r
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from disclose" -l keys -d 'The trust directory: whom to believe, and the key that signs the part' -r -F
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from disclose" -l without -d 'Keep nothing of this field of the manifest, such as `isolation`; may be repeated' -r
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from disclose" -l map -d 'Take this folder for a bucket: `s3://evidence=./evidence`; may be repeated' -r
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from disclose" -l endpoint -d 'The server\'s address [default: `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL`, the profile\'s, else AWS]' -r
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from disclose" -l region -d 'The region [default: `AWS_REGION`, or the profile\'s]' -r
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from disclose" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from disclose" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from disclose" -l without-mixed-packs -d 'Leave out audit packs that hold receipts of several tenants, instead of stopping at one'
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from disclose" -l virtual-host -d 'Name the bucket in the host name, also where an endpoint is set'
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from disclose" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from disclose" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from disclose" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from explain" -l trust -d 'The trust file' -r -F
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from explain" -l level -d 'How much to verify: `fast` (all but signatures and proofs of receipts), `full`, or `sample=N` (of the receipts only N)' -r
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from explain" -l nonce -d 'What the sample is drawn with: 16 to 64 bytes in hexadecimal, chosen by the auditor once the bundle stands' -r
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from explain" -l policy-key -d 'A key that signs policy bundles: a public key or certificate in PEM, or a secret, as FILE or ID=FILE; may be repeated' -r
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from explain" -l policy-alg -d 'The one algorithm that signatures of policy bundles may have' -r -f -a "ES256\t''
ES384\t''
ES512\t''
HS256\t''
HS384\t''
HS512\t''
PS256\t''
PS384\t''
PS512\t''
RS256\t''
RS384\t''
RS512\t''"
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from explain" -l map -d 'Take this folder for a bucket: `s3://evidence=./evidence`; may be repeated' -r
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from explain" -l endpoint -d 'The server\'s address [default: `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL`, the profile\'s, else AWS]' -r
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from explain" -l region -d 'The region [default: `AWS_REGION`, or the profile\'s]' -r
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from explain" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from explain" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from explain" -l allow-untimestamped -d 'Believe a signature though nothing proves when it was made'
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from explain" -l virtual-host -d 'Name the bucket in the host name, also where an endpoint is set'
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from explain" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from explain" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from show" -l map -d 'Take this folder for a bucket: `s3://evidence=./evidence`; may be repeated' -r
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from show" -l endpoint -d 'The server\'s address [default: `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL`, the profile\'s, else AWS]' -r
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from show" -l region -d 'The region [default: `AWS_REGION`, or the profile\'s]' -r
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from show" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from show" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from show" -l virtual-host -d 'Name the bucket in the host name, also where an endpoint is set'
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from verify" -l trust -d 'The trust file' -r -F
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from verify" -l level -d 'How much to verify: `fast` (all but signatures and proofs of receipts), `full`, or `sample=N` (of the receipts only N)' -r
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from verify" -l nonce -d 'What the sample is drawn with: 16 to 64 bytes in hexadecimal, chosen by the auditor once the bundle stands' -r
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from verify" -l report -d 'Also write the result to this file; its name says the form. May be repeated' -r -F
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from verify" -l report-format -d 'The form of the report, whatever the name of its file' -r -f -a "html\t'One page for people'
json\t'`cos.evidence-verify/v1`'
junit\t'JUnit XML'
sarif\t'SARIF 2.1.0'"
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from verify" -l vsa -d 'Write the result as a SLSA verification summary: *.sigstore.json as a Sigstore bundle, else as a DSSE envelope; may be repeated' -r -F
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from verify" -l keys -d 'The trust directory whose evidence key signs the summary' -r -F
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from verify" -l resource-uri -d 'What was verified, as a URI [default: urn:cos:release:VERSION]' -r
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from verify" -l verifier-id -d 'Who verified, as a URI' -r
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from verify" -l policy-key -d 'A key that signs policy bundles: a public key or certificate in PEM, or a secret, as FILE or ID=FILE; may be repeated' -r
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from verify" -l policy-alg -d 'The one algorithm that signatures of policy bundles may have' -r -f -a "ES256\t''
ES384\t''
ES512\t''
HS256\t''
HS384\t''
HS512\t''
PS256\t''
PS384\t''
PS512\t''
RS256\t''
RS384\t''
RS512\t''"
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from verify" -l map -d 'Take this folder for a bucket: `s3://evidence=./evidence`; may be repeated' -r
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from verify" -l endpoint -d 'The server\'s address [default: `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL`, the profile\'s, else AWS]' -r
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from verify" -l region -d 'The region [default: `AWS_REGION`, or the profile\'s]' -r
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from verify" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from verify" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from verify" -l allow-untimestamped -d 'Believe a signature though nothing proves when it was made; the verdict says so'
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from verify" -l virtual-host -d 'Name the bucket in the host name, also where an endpoint is set'
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from verify" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from verify" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from help" -f -a "bundle" -d 'Collect what a manifest names into one signed bundle'
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from help" -f -a "copy" -d 'Copy a bundle into another form; it stays the same bundle'
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from help" -f -a "diff" -d 'Show what differs between two bundles: who signed and built, what is shown less, and the rest'
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from help" -f -a "disclose" -d 'Make a bundle of the part that concerns one tenant'
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from help" -f -a "explain" -d 'Show what a requirement of a bundle, or a check, rests on'
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show what a bundle says it holds, unverified'
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from help" -f -a "verify" -d 'Verify a bundle: who signed it, when, and everything in it'
complete -c cos -n "__fish_cos_using_subcommand evidence; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cos -n "__fish_cos_using_subcommand init" -l org -d 'Whose it is: a-z, 0-9, `-` and `.`' -r
complete -c cos -n "__fish_cos_using_subcommand init" -l region -d 'The region that the server is in' -r
complete -c cos -n "__fish_cos_using_subcommand init" -l person -d 'The person who answers for the first token' -r
complete -c cos -n "__fish_cos_using_subcommand init" -l state -d 'Keep state in PostgreSQL, in a database that was prepared, instead of files in the directory' -r
complete -c cos -n "__fish_cos_using_subcommand init" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand init" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand init" -l if-missing -d 'Do nothing when the directory is one already, of the same organisation and region'
complete -c cos -n "__fish_cos_using_subcommand init" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand init" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand serve" -l data -d 'The directory that `cos init` made' -r -F
complete -c cos -n "__fish_cos_using_subcommand serve" -l listen -d 'Where to listen, once or more: `IP:PORT`, of which port 0 takes a free one, `unix:/PATH` for a socket of this user, or `systemd` for the sockets that it hands over' -r
complete -c cos -n "__fish_cos_using_subcommand serve" -l role -d 'Serve this part of the interface and no other, once or more: `console` (pages for people), `control` (tenants and tokens), `receipts` (events, receipts, logs) or `switchboard` (themes) [default: all]' -r
complete -c cos -n "__fish_cos_using_subcommand serve" -l tls-cert -d 'The certificate for TLS on every address, in PEM, followed by those that lead to its authority' -r -F
complete -c cos -n "__fish_cos_using_subcommand serve" -l tls-key -d 'Its private key, in PEM, which nobody else may be able to read' -r -F
complete -c cos -n "__fish_cos_using_subcommand serve" -l host -d 'A name under which a proxy on this machine is asked, when it passes that on; once or more' -r
complete -c cos -n "__fish_cos_using_subcommand serve" -l grace -d 'How many seconds it goes on letting people in after SIGTERM, while `/readyz` sends them elsewhere' -r
complete -c cos -n "__fish_cos_using_subcommand serve" -l authz -d 'The policy that decides who may do what, as an OPA bundle: one of the data directory\'s keys for policies has to have signed it' -r -F
complete -c cos -n "__fish_cos_using_subcommand serve" -l conformance -d 'The newest conformance report: `/metrics` shows its coverage, read again whenever the file changes' -r -F
complete -c cos -n "__fish_cos_using_subcommand serve" -l witness -d 'Have checkpoints cosigned by a witness that speaks C2SP tlog-witness: the address before `/add-checkpoint`. The trust file says whose cosignatures count, and how many it takes' -r
complete -c cos -n "__fish_cos_using_subcommand serve" -l otlp -d 'Send a span of each request to this OpenTelemetry collector, by OTLP over HTTP: the address before `/v1/traces`. What else collectors ask for is taken from `OTEL_EXPORTER_OTLP_HEADERS` and `OTEL_RESOURCE_ATTRIBUTES`' -r
complete -c cos -n "__fish_cos_using_subcommand serve" -l tenant-requests -d 'How many requests a second each tenant may send; twice as many may come at once' -r
complete -c cos -n "__fish_cos_using_subcommand serve" -l tenant-bytes -d 'How many bytes a second each tenant may send; twice as many may come at once' -r
complete -c cos -n "__fish_cos_using_subcommand serve" -l log -d 'The form of the log on stderr' -r -f -a "text\t'For people'
json\t'A JSON object a line'
off\t'None'"
complete -c cos -n "__fish_cos_using_subcommand serve" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand serve" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand serve" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand serve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand serve" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand login" -l oidc -d 'Sign in in a browser on this computer, at the OpenID provider that the server calls this' -r
complete -c cos -n "__fish_cos_using_subcommand login" -l wait -d 'How long to wait for the browser' -r
complete -c cos -n "__fish_cos_using_subcommand login" -l server -d 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]' -r
complete -c cos -n "__fish_cos_using_subcommand login" -l ca-file -d 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system\'s]' -r -F
complete -c cos -n "__fish_cos_using_subcommand login" -l token-file -d 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]' -r -F
complete -c cos -n "__fish_cos_using_subcommand login" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand login" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand login" -l open -d 'Open the browser, too: `$BROWSER`, or the one that opens addresses on this system'
complete -c cos -n "__fish_cos_using_subcommand login" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand login" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand login" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand isolation; and not __fish_seen_subcommand_from audit help" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand isolation; and not __fish_seen_subcommand_from audit help" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand isolation; and not __fish_seen_subcommand_from audit help" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand isolation; and not __fish_seen_subcommand_from audit help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand isolation; and not __fish_seen_subcommand_from audit help" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand isolation; and not __fish_seen_subcommand_from audit help" -f -a "audit" -d 'Ask for every operation as every kind of caller, about two tenants'
complete -c cos -n "__fish_cos_using_subcommand isolation; and not __fish_seen_subcommand_from audit help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cos -n "__fish_cos_using_subcommand isolation; and __fish_seen_subcommand_from audit" -l region -d 'The region that the server has to be in [default: the one that it says]' -r
complete -c cos -n "__fish_cos_using_subcommand isolation; and __fish_seen_subcommand_from audit" -l tenant -d 'A tenant to use instead of making one; give two' -r
complete -c cos -n "__fish_cos_using_subcommand isolation; and __fish_seen_subcommand_from audit" -l report -d 'Write the report as JSON: the form that is signed, and that a bundle takes in' -r -F
complete -c cos -n "__fish_cos_using_subcommand isolation; and __fish_seen_subcommand_from audit" -l sign -d 'Sign the report with the report key of this trust directory; the signature goes beside it' -r -F
complete -c cos -n "__fish_cos_using_subcommand isolation; and __fish_seen_subcommand_from audit" -l html -d 'Write the report as a page for people' -r -F
complete -c cos -n "__fish_cos_using_subcommand isolation; and __fish_seen_subcommand_from audit" -l server -d 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]' -r
complete -c cos -n "__fish_cos_using_subcommand isolation; and __fish_seen_subcommand_from audit" -l ca-file -d 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system\'s]' -r -F
complete -c cos -n "__fish_cos_using_subcommand isolation; and __fish_seen_subcommand_from audit" -l token-file -d 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]' -r -F
complete -c cos -n "__fish_cos_using_subcommand isolation; and __fish_seen_subcommand_from audit" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand isolation; and __fish_seen_subcommand_from audit" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand isolation; and __fish_seen_subcommand_from audit" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand isolation; and __fish_seen_subcommand_from audit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand isolation; and __fish_seen_subcommand_from audit" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand isolation; and __fish_seen_subcommand_from help" -f -a "audit" -d 'Ask for every operation as every kind of caller, about two tenants'
complete -c cos -n "__fish_cos_using_subcommand isolation; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cos -n "__fish_cos_using_subcommand status" -l data -d 'Ask the server of this data directory, on this machine; with its first token, where no other is given' -r -F
complete -c cos -n "__fish_cos_using_subcommand status" -l server -d 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]' -r
complete -c cos -n "__fish_cos_using_subcommand status" -l ca-file -d 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system\'s]' -r -F
complete -c cos -n "__fish_cos_using_subcommand status" -l token-file -d 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]' -r -F
complete -c cos -n "__fish_cos_using_subcommand status" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand status" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand status" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand status" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand state; and not __fish_seen_subcommand_from backup check migrate-to prepare restore help" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand state; and not __fish_seen_subcommand_from backup check migrate-to prepare restore help" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand state; and not __fish_seen_subcommand_from backup check migrate-to prepare restore help" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand state; and not __fish_seen_subcommand_from backup check migrate-to prepare restore help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand state; and not __fish_seen_subcommand_from backup check migrate-to prepare restore help" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand state; and not __fish_seen_subcommand_from backup check migrate-to prepare restore help" -f -a "backup" -d 'Back a data directory up, its keys included, while its server runs'
complete -c cos -n "__fish_cos_using_subcommand state; and not __fish_seen_subcommand_from backup check migrate-to prepare restore help" -f -a "check" -d 'Count and hash what is in the state, and check that its files are sound'
complete -c cos -n "__fish_cos_using_subcommand state; and not __fish_seen_subcommand_from backup check migrate-to prepare restore help" -f -a "migrate-to" -d 'Move the state from files into PostgreSQL, and compare every table'
complete -c cos -n "__fish_cos_using_subcommand state; and not __fish_seen_subcommand_from backup check migrate-to prepare restore help" -f -a "prepare" -d 'Bring a PostgreSQL database to the present format, and let the server\'s role use it'
complete -c cos -n "__fish_cos_using_subcommand state; and not __fish_seen_subcommand_from backup check migrate-to prepare restore help" -f -a "restore" -d 'Put a backup back, into a new directory'
complete -c cos -n "__fish_cos_using_subcommand state; and not __fish_seen_subcommand_from backup check migrate-to prepare restore help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cos -n "__fish_cos_using_subcommand state; and __fish_seen_subcommand_from backup" -l data -d 'The directory that `cos init` made' -r -F
complete -c cos -n "__fish_cos_using_subcommand state; and __fish_seen_subcommand_from backup" -s o -l out -d 'The directory to make' -r -F
complete -c cos -n "__fish_cos_using_subcommand state; and __fish_seen_subcommand_from backup" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand state; and __fish_seen_subcommand_from backup" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand state; and __fish_seen_subcommand_from backup" -l without-database -d 'Leave the database out, because `pg_dump` wrote it down before'
complete -c cos -n "__fish_cos_using_subcommand state; and __fish_seen_subcommand_from backup" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand state; and __fish_seen_subcommand_from backup" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand state; and __fish_seen_subcommand_from backup" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand state; and __fish_seen_subcommand_from check" -l data -d 'The directory that `cos init` made' -r -F
complete -c cos -n "__fish_cos_using_subcommand state; and __fish_seen_subcommand_from check" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand state; and __fish_seen_subcommand_from check" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand state; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand state; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand state; and __fish_seen_subcommand_from check" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand state; and __fish_seen_subcommand_from migrate-to" -l url-file -d 'Read the address from a file, so that its password is on no command line; `-` is stdin' -r -F
complete -c cos -n "__fish_cos_using_subcommand state; and __fish_seen_subcommand_from migrate-to" -l data -d 'The directory that `cos init` made' -r -F
complete -c cos -n "__fish_cos_using_subcommand state; and __fish_seen_subcommand_from migrate-to" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand state; and __fish_seen_subcommand_from migrate-to" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand state; and __fish_seen_subcommand_from migrate-to" -l dry-run -d 'Compare, and say what would be copied'
complete -c cos -n "__fish_cos_using_subcommand state; and __fish_seen_subcommand_from migrate-to" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand state; and __fish_seen_subcommand_from migrate-to" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand state; and __fish_seen_subcommand_from migrate-to" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand state; and __fish_seen_subcommand_from prepare" -l role -d 'The role that the server connects with; it has to exist, and to own nothing' -r
complete -c cos -n "__fish_cos_using_subcommand state; and __fish_seen_subcommand_from prepare" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand state; and __fish_seen_subcommand_from prepare" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand state; and __fish_seen_subcommand_from prepare" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand state; and __fish_seen_subcommand_from prepare" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand state; and __fish_seen_subcommand_from prepare" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand state; and __fish_seen_subcommand_from restore" -l manifest-sha256 -d 'Restore only the backup whose manifest has this SHA-256, as `cos state backup` printed it' -r
complete -c cos -n "__fish_cos_using_subcommand state; and __fish_seen_subcommand_from restore" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand state; and __fish_seen_subcommand_from restore" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand state; and __fish_seen_subcommand_from restore" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand state; and __fish_seen_subcommand_from restore" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand state; and __fish_seen_subcommand_from restore" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand state; and __fish_seen_subcommand_from help" -f -a "backup" -d 'Back a data directory up, its keys included, while its server runs'
complete -c cos -n "__fish_cos_using_subcommand state; and __fish_seen_subcommand_from help" -f -a "check" -d 'Count and hash what is in the state, and check that its files are sound'
complete -c cos -n "__fish_cos_using_subcommand state; and __fish_seen_subcommand_from help" -f -a "migrate-to" -d 'Move the state from files into PostgreSQL, and compare every table'
complete -c cos -n "__fish_cos_using_subcommand state; and __fish_seen_subcommand_from help" -f -a "prepare" -d 'Bring a PostgreSQL database to the present format, and let the server\'s role use it'
complete -c cos -n "__fish_cos_using_subcommand state; and __fish_seen_subcommand_from help" -f -a "restore" -d 'Put a backup back, into a new directory'
complete -c cos -n "__fish_cos_using_subcommand state; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cos -n "__fish_cos_using_subcommand tenant; and not __fish_seen_subcommand_from create list resume show suspend help" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand tenant; and not __fish_seen_subcommand_from create list resume show suspend help" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand tenant; and not __fish_seen_subcommand_from create list resume show suspend help" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand tenant; and not __fish_seen_subcommand_from create list resume show suspend help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand tenant; and not __fish_seen_subcommand_from create list resume show suspend help" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand tenant; and not __fish_seen_subcommand_from create list resume show suspend help" -f -a "create" -d 'Create a tenant, with a log of its own'
complete -c cos -n "__fish_cos_using_subcommand tenant; and not __fish_seen_subcommand_from create list resume show suspend help" -f -a "list" -d 'List the tenants that your token reaches'
complete -c cos -n "__fish_cos_using_subcommand tenant; and not __fish_seen_subcommand_from create list resume show suspend help" -f -a "resume" -d 'Serve a suspended tenant again'
complete -c cos -n "__fish_cos_using_subcommand tenant; and not __fish_seen_subcommand_from create list resume show suspend help" -f -a "show" -d 'Show a tenant'
complete -c cos -n "__fish_cos_using_subcommand tenant; and not __fish_seen_subcommand_from create list resume show suspend help" -f -a "suspend" -d 'Write nothing for a tenant any more; what there is can be read'
complete -c cos -n "__fish_cos_using_subcommand tenant; and not __fish_seen_subcommand_from create list resume show suspend help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from create" -l region -d 'The region that its data stays in' -r
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from create" -l residency -d 'The residency tag: the beginning of the names of the regions where its data may be, such as `eu`, or `global`' -r
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from create" -l display-name -d 'Its name for people [default: its name]' -r
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from create" -l server -d 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]' -r
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from create" -l ca-file -d 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system\'s]' -r -F
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from create" -l token-file -d 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]' -r -F
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from create" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from create" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from create" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from create" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from create" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from list" -l server -d 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]' -r
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from list" -l ca-file -d 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system\'s]' -r -F
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from list" -l token-file -d 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]' -r -F
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from list" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from list" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from resume" -l server -d 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]' -r
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from resume" -l ca-file -d 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system\'s]' -r -F
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from resume" -l token-file -d 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]' -r -F
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from resume" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from resume" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from resume" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from resume" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from resume" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from show" -l server -d 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]' -r
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from show" -l ca-file -d 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system\'s]' -r -F
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from show" -l token-file -d 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]' -r -F
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from show" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from show" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from suspend" -l server -d 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]' -r
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from suspend" -l ca-file -d 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system\'s]' -r -F
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from suspend" -l token-file -d 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]' -r -F
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from suspend" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from suspend" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from suspend" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from suspend" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from suspend" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from help" -f -a "create" -d 'Create a tenant, with a log of its own'
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the tenants that your token reaches'
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from help" -f -a "resume" -d 'Serve a suspended tenant again'
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show a tenant'
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from help" -f -a "suspend" -d 'Write nothing for a tenant any more; what there is can be read'
complete -c cos -n "__fish_cos_using_subcommand tenant; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cos -n "__fish_cos_using_subcommand token; and not __fish_seen_subcommand_from create list revoke exchange issuer binding admit help" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand token; and not __fish_seen_subcommand_from create list revoke exchange issuer binding admit help" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand token; and not __fish_seen_subcommand_from create list revoke exchange issuer binding admit help" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand token; and not __fish_seen_subcommand_from create list revoke exchange issuer binding admit help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand token; and not __fish_seen_subcommand_from create list revoke exchange issuer binding admit help" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand token; and not __fish_seen_subcommand_from create list revoke exchange issuer binding admit help" -f -a "create" -d 'Issue a credential that can do no more than yours'
complete -c cos -n "__fish_cos_using_subcommand token; and not __fish_seen_subcommand_from create list revoke exchange issuer binding admit help" -f -a "list" -d 'List the credentials that reach no further than yours'
complete -c cos -n "__fish_cos_using_subcommand token; and not __fish_seen_subcommand_from create list revoke exchange issuer binding admit help" -f -a "revoke" -d 'Revoke a credential, at once'
complete -c cos -n "__fish_cos_using_subcommand token; and not __fish_seen_subcommand_from create list revoke exchange issuer binding admit help" -f -a "exchange" -d 'Exchange the token that a CI system gave to a job for a credential'
complete -c cos -n "__fish_cos_using_subcommand token; and not __fish_seen_subcommand_from create list revoke exchange issuer binding admit help" -f -a "issuer" -d 'Believe issuers of tokens: of CI jobs, and of people who sign in'
complete -c cos -n "__fish_cos_using_subcommand token; and not __fish_seen_subcommand_from create list revoke exchange issuer binding admit help" -f -a "binding" -d 'Say which jobs and people get which credential'
complete -c cos -n "__fish_cos_using_subcommand token; and not __fish_seen_subcommand_from create list revoke exchange issuer binding admit help" -f -a "admit" -d 'Admit another person, on the server\'s own machine'
complete -c cos -n "__fish_cos_using_subcommand token; and not __fish_seen_subcommand_from create list revoke exchange issuer binding admit help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from create" -l identity -d 'Whose it is' -r
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from create" -l tenant -d 'A tenant that it reaches; may be repeated' -r
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from create" -l scope -d 'What it may do; may be repeated' -r
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from create" -l days -d 'How long it lasts' -r
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from create" -s o -l out -d 'Where to write it; it is shown nowhere' -r -F
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from create" -l server -d 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]' -r
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from create" -l ca-file -d 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system\'s]' -r -F
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from create" -l token-file -d 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]' -r -F
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from create" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from create" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from create" -l all-tenants -d 'It reaches every tenant, those to come included'
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from create" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from create" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from create" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from list" -l server -d 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]' -r
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from list" -l ca-file -d 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system\'s]' -r -F
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from list" -l token-file -d 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]' -r -F
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from list" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from list" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from revoke" -l server -d 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]' -r
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from revoke" -l ca-file -d 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system\'s]' -r -F
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from revoke" -l token-file -d 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]' -r -F
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from revoke" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from revoke" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from revoke" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from revoke" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from revoke" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from exchange" -l jwt -d 'The file with the token that the CI system gave to the job' -r -F
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from exchange" -l scope -d 'A scope to ask for; may be repeated [default: all that the binding gives]' -r
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from exchange" -s o -l out -d 'Where to write the credential; it is shown nowhere' -r -F
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from exchange" -l server -d 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]' -r
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from exchange" -l ca-file -d 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system\'s]' -r -F
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from exchange" -l token-file -d 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]' -r -F
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from exchange" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from exchange" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from exchange" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from exchange" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from exchange" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from issuer" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from issuer" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from issuer" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from issuer" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from issuer" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from issuer" -f -a "add" -d 'Believe an issuer; without a binding that lets nobody in'
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from issuer" -f -a "list" -d 'List the issuers that the server believes'
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from issuer" -f -a "remove" -d 'Believe an issuer no more; its bindings go, and their credentials end'
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from issuer" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from binding" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from binding" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from binding" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from binding" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from binding" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from binding" -f -a "propose" -d 'Propose a binding; it lets nobody in before another person approved it'
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from binding" -f -a "approve" -d 'Approve what another person proposed; it is in force then'
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from binding" -f -a "list" -d 'List the bindings that reach no further than your credential'
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from binding" -f -a "remove" -d 'Remove a binding, proposed or in force; its credentials end'
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from binding" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from admit" -l data -d 'The data directory of the server' -r -F
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from admit" -l person -d 'The person' -r
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from admit" -s o -l out -d 'Where to write their token, which may do everything for a week; it is shown nowhere' -r -F
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from admit" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from admit" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from admit" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from admit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from admit" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from help" -f -a "create" -d 'Issue a credential that can do no more than yours'
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the credentials that reach no further than yours'
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from help" -f -a "revoke" -d 'Revoke a credential, at once'
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from help" -f -a "exchange" -d 'Exchange the token that a CI system gave to a job for a credential'
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from help" -f -a "issuer" -d 'Believe issuers of tokens: of CI jobs, and of people who sign in'
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from help" -f -a "binding" -d 'Say which jobs and people get which credential'
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from help" -f -a "admit" -d 'Admit another person, on the server\'s own machine'
complete -c cos -n "__fish_cos_using_subcommand token; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cos -n "__fish_cos_using_subcommand ledger; and not __fish_seen_subcommand_from fsck prove status help" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand ledger; and not __fish_seen_subcommand_from fsck prove status help" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand ledger; and not __fish_seen_subcommand_from fsck prove status help" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand ledger; and not __fish_seen_subcommand_from fsck prove status help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand ledger; and not __fish_seen_subcommand_from fsck prove status help" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand ledger; and not __fish_seen_subcommand_from fsck prove status help" -f -a "fsck" -d 'Check every file of a ledger: receipts, tree, checkpoint, leftovers'
complete -c cos -n "__fish_cos_using_subcommand ledger; and not __fish_seen_subcommand_from fsck prove status help" -f -a "prove" -d 'Prove that a receipt stands in its log'
complete -c cos -n "__fish_cos_using_subcommand ledger; and not __fish_seen_subcommand_from fsck prove status help" -f -a "status" -d 'Show how large the logs are, how far published, and who writes them'
complete -c cos -n "__fish_cos_using_subcommand ledger; and not __fish_seen_subcommand_from fsck prove status help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cos -n "__fish_cos_using_subcommand ledger; and __fish_seen_subcommand_from fsck" -l trust -d 'The trust file with the logs\' keys [default: `trust/trust.json` beside the ledger]' -r -F
complete -c cos -n "__fish_cos_using_subcommand ledger; and __fish_seen_subcommand_from fsck" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand ledger; and __fish_seen_subcommand_from fsck" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand ledger; and __fish_seen_subcommand_from fsck" -l repair -d 'Rebuild tiles and indexes from the receipts and remove leftovers; receipts and checkpoints are never touched'
complete -c cos -n "__fish_cos_using_subcommand ledger; and __fish_seen_subcommand_from fsck" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand ledger; and __fish_seen_subcommand_from fsck" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand ledger; and __fish_seen_subcommand_from fsck" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand ledger; and __fish_seen_subcommand_from prove" -l index -d 'The receipt\'s index in its log, or its line (from 1) in a file' -r
complete -c cos -n "__fish_cos_using_subcommand ledger; and __fish_seen_subcommand_from prove" -l jti -d 'The receipt\'s id' -r
complete -c cos -n "__fish_cos_using_subcommand ledger; and __fish_seen_subcommand_from prove" -l log -d 'The log, as `<region>/<tenant>`; needed with --index where a ledger has several' -r
complete -c cos -n "__fish_cos_using_subcommand ledger; and __fish_seen_subcommand_from prove" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand ledger; and __fish_seen_subcommand_from prove" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand ledger; and __fish_seen_subcommand_from prove" -l with-receipt -d 'Print the receipt in flattened JSON form with the proof inside'
complete -c cos -n "__fish_cos_using_subcommand ledger; and __fish_seen_subcommand_from prove" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand ledger; and __fish_seen_subcommand_from prove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand ledger; and __fish_seen_subcommand_from prove" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand ledger; and __fish_seen_subcommand_from status" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand ledger; and __fish_seen_subcommand_from status" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand ledger; and __fish_seen_subcommand_from status" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand ledger; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand ledger; and __fish_seen_subcommand_from status" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand ledger; and __fish_seen_subcommand_from help" -f -a "fsck" -d 'Check every file of a ledger: receipts, tree, checkpoint, leftovers'
complete -c cos -n "__fish_cos_using_subcommand ledger; and __fish_seen_subcommand_from help" -f -a "prove" -d 'Prove that a receipt stands in its log'
complete -c cos -n "__fish_cos_using_subcommand ledger; and __fish_seen_subcommand_from help" -f -a "status" -d 'Show how large the logs are, how far published, and who writes them'
complete -c cos -n "__fish_cos_using_subcommand ledger; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cos -n "__fish_cos_using_subcommand policy; and not __fish_seen_subcommand_from build default inspect sign verify help" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand policy; and not __fish_seen_subcommand_from build default inspect sign verify help" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand policy; and not __fish_seen_subcommand_from build default inspect sign verify help" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand policy; and not __fish_seen_subcommand_from build default inspect sign verify help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand policy; and not __fish_seen_subcommand_from build default inspect sign verify help" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand policy; and not __fish_seen_subcommand_from build default inspect sign verify help" -f -a "build" -d 'Pack a policy into a bundle archive, the same bytes each time'
complete -c cos -n "__fish_cos_using_subcommand policy; and not __fish_seen_subcommand_from build default inspect sign verify help" -f -a "default" -d 'Write the policy by which a server decides when it is given no other'
complete -c cos -n "__fish_cos_using_subcommand policy; and not __fish_seen_subcommand_from build default inspect sign verify help" -f -a "inspect" -d 'Show what is in a bundle, without verifying it'
complete -c cos -n "__fish_cos_using_subcommand policy; and not __fish_seen_subcommand_from build default inspect sign verify help" -f -a "sign" -d 'Sign a bundle as OPA does'
complete -c cos -n "__fish_cos_using_subcommand policy; and not __fish_seen_subcommand_from build default inspect sign verify help" -f -a "verify" -d 'Verify that a bundle is exactly what a key signed'
complete -c cos -n "__fish_cos_using_subcommand policy; and not __fish_seen_subcommand_from build default inspect sign verify help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from build" -s o -l out -d 'Where to write the archive' -r -F
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from build" -l revision -d 'Write this revision into the manifest; a signature over the old manifest is left out' -r
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from build" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from build" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from build" -l force -d 'Replace the output if it exists'
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from build" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from build" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from build" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from default" -s o -l out -d 'Where to write the archive' -r -F
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from default" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from default" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from default" -l force -d 'Replace the output if it exists'
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from default" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from default" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from default" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from inspect" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from inspect" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from inspect" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from inspect" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from inspect" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from sign" -l keys -d 'The directory that `cos trust init` made: sign with its key for policies, by ES256, and say when' -r -F
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from sign" -l key -d 'The private key in PEM, or the secret; only its owner may read it' -r -F
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from sign" -l alg -d 'The algorithm to sign with [default: RS256]' -r -f -a "ES256\t''
ES384\t''
ES512\t''
HS256\t''
HS384\t''
HS512\t''
PS256\t''
PS384\t''
PS512\t''
RS256\t''
RS384\t''
RS512\t''"
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from sign" -l key-id -d 'The id by which verifiers know the key [default: default]' -r
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from sign" -l scope -d 'What the signature is good for; verifiers have to ask for the same' -r
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from sign" -s o -l out -d 'Where to write the signed archive [default: `.signatures.json` in the directory]' -r -F
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from sign" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from sign" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from sign" -l force -d 'Replace what exists'
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from sign" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from sign" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from sign" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from verify" -l key -d 'A public key or certificate in PEM, or a secret, as FILE or ID=FILE; may be repeated' -r
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from verify" -l trust -d 'The trust file, or the directory it is in: one of its keys for policies may have signed, too' -r -F
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from verify" -l alg -d 'The one algorithm that the signature of a given key may have' -r -f -a "ES256\t''
ES384\t''
ES512\t''
HS256\t''
HS384\t''
HS512\t''
PS256\t''
PS384\t''
PS512\t''
RS256\t''
RS384\t''
RS512\t''"
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from verify" -l key-id -d 'The id by which the signature calls the key given without one' -r
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from verify" -l scope -d 'The scope that the bundle has to be signed for' -r
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from verify" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from verify" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from verify" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from verify" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from help" -f -a "build" -d 'Pack a policy into a bundle archive, the same bytes each time'
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from help" -f -a "default" -d 'Write the policy by which a server decides when it is given no other'
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from help" -f -a "inspect" -d 'Show what is in a bundle, without verifying it'
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from help" -f -a "sign" -d 'Sign a bundle as OPA does'
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from help" -f -a "verify" -d 'Verify that a bundle is exactly what a key signed'
complete -c cos -n "__fish_cos_using_subcommand policy; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cos -n "__fish_cos_using_subcommand report; and not __fish_seen_subcommand_from render verify help" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand report; and not __fish_seen_subcommand_from render verify help" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand report; and not __fish_seen_subcommand_from render verify help" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand report; and not __fish_seen_subcommand_from render verify help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand report; and not __fish_seen_subcommand_from render verify help" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand report; and not __fish_seen_subcommand_from render verify help" -f -a "render" -d 'Write a report in other forms'
complete -c cos -n "__fish_cos_using_subcommand report; and not __fish_seen_subcommand_from render verify help" -f -a "verify" -d 'Check who signed a report, and that it is unchanged'
complete -c cos -n "__fish_cos_using_subcommand report; and not __fish_seen_subcommand_from render verify help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cos -n "__fish_cos_using_subcommand report; and __fish_seen_subcommand_from render" -l report -d 'Write the report as JSON: the form that is signed, verified and re-derived' -r -F
complete -c cos -n "__fish_cos_using_subcommand report; and __fish_seen_subcommand_from render" -l html -d 'Write it as one HTML file' -r -F
complete -c cos -n "__fish_cos_using_subcommand report; and __fish_seen_subcommand_from render" -l junit -d 'Write it as JUnit XML' -r -F
complete -c cos -n "__fish_cos_using_subcommand report; and __fish_seen_subcommand_from render" -l sarif -d 'Write it as SARIF 2.1.0' -r -F
complete -c cos -n "__fish_cos_using_subcommand report; and __fish_seen_subcommand_from render" -l oscal -d 'Write it as OSCAL assessment results 1.1.2' -r -F
complete -c cos -n "__fish_cos_using_subcommand report; and __fish_seen_subcommand_from render" -l lcov -d 'Write rule coverage as an LCOV tracefile' -r -F
complete -c cos -n "__fish_cos_using_subcommand report; and __fish_seen_subcommand_from render" -l cobertura -d 'Write rule coverage as Cobertura XML' -r -F
complete -c cos -n "__fish_cos_using_subcommand report; and __fish_seen_subcommand_from render" -l github-summary -d 'Append a summary in Markdown, as for `$GITHUB_STEP_SUMMARY`, and print annotations to stderr' -r -F
complete -c cos -n "__fish_cos_using_subcommand report; and __fish_seen_subcommand_from render" -l sign -d 'Sign the report with the report key of this trust directory; the signature goes beside it' -r -F
complete -c cos -n "__fish_cos_using_subcommand report; and __fish_seen_subcommand_from render" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand report; and __fish_seen_subcommand_from render" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand report; and __fish_seen_subcommand_from render" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand report; and __fish_seen_subcommand_from render" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand report; and __fish_seen_subcommand_from render" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand report; and __fish_seen_subcommand_from verify" -l trust -d 'The trust file' -r -F
complete -c cos -n "__fish_cos_using_subcommand report; and __fish_seen_subcommand_from verify" -l signature -d 'The signature [default: the report\'s name with `.dsse.json`]' -r -F
complete -c cos -n "__fish_cos_using_subcommand report; and __fish_seen_subcommand_from verify" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand report; and __fish_seen_subcommand_from verify" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand report; and __fish_seen_subcommand_from verify" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand report; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand report; and __fish_seen_subcommand_from verify" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand report; and __fish_seen_subcommand_from help" -f -a "render" -d 'Write a report in other forms'
complete -c cos -n "__fish_cos_using_subcommand report; and __fish_seen_subcommand_from help" -f -a "verify" -d 'Check who signed a report, and that it is unchanged'
complete -c cos -n "__fish_cos_using_subcommand report; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cos -n "__fish_cos_using_subcommand s3; and not __fish_seen_subcommand_from doctor help" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand s3; and not __fish_seen_subcommand_from doctor help" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand s3; and not __fish_seen_subcommand_from doctor help" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand s3; and not __fish_seen_subcommand_from doctor help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand s3; and not __fish_seen_subcommand_from doctor help" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand s3; and not __fish_seen_subcommand_from doctor help" -f -a "doctor" -d 'Find out what a server really honours: conditional writes, checksums, retention'
complete -c cos -n "__fish_cos_using_subcommand s3; and not __fish_seen_subcommand_from doctor help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cos -n "__fish_cos_using_subcommand s3; and __fish_seen_subcommand_from doctor" -l endpoint -d 'The server\'s address [default: `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL`, the profile\'s, else AWS]' -r
complete -c cos -n "__fish_cos_using_subcommand s3; and __fish_seen_subcommand_from doctor" -l region -d 'The region [default: `AWS_REGION`, or the profile\'s]' -r
complete -c cos -n "__fish_cos_using_subcommand s3; and __fish_seen_subcommand_from doctor" -l report -d 'Write the result as JSON' -r -F
complete -c cos -n "__fish_cos_using_subcommand s3; and __fish_seen_subcommand_from doctor" -l sign -d 'Sign it with the report key of this trust directory; the signature goes beside it' -r -F
complete -c cos -n "__fish_cos_using_subcommand s3; and __fish_seen_subcommand_from doctor" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand s3; and __fish_seen_subcommand_from doctor" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand s3; and __fish_seen_subcommand_from doctor" -l virtual-host -d 'Name the bucket in the host name, also where an endpoint is set'
complete -c cos -n "__fish_cos_using_subcommand s3; and __fish_seen_subcommand_from doctor" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand s3; and __fish_seen_subcommand_from doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand s3; and __fish_seen_subcommand_from doctor" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand s3; and __fish_seen_subcommand_from help" -f -a "doctor" -d 'Find out what a server really honours: conditional writes, checksums, retention'
complete -c cos -n "__fish_cos_using_subcommand s3; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cos -n "__fish_cos_using_subcommand simulator; and not __fish_seen_subcommand_from diff explain import lint mutate quarantine replay run verify help" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand simulator; and not __fish_seen_subcommand_from diff explain import lint mutate quarantine replay run verify help" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand simulator; and not __fish_seen_subcommand_from diff explain import lint mutate quarantine replay run verify help" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand simulator; and not __fish_seen_subcommand_from diff explain import lint mutate quarantine replay run verify help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand simulator; and not __fish_seen_subcommand_from diff explain import lint mutate quarantine replay run verify help" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand simulator; and not __fish_seen_subcommand_from diff explain import lint mutate quarantine replay run verify help" -f -a "diff" -d 'Show which decisions two policies give differently, and the rule that each begins to differ in'
complete -c cos -n "__fish_cos_using_subcommand simulator; and not __fish_seen_subcommand_from diff explain import lint mutate quarantine replay run verify help" -f -a "explain" -d 'Show why one scenario is decided as it is'
complete -c cos -n "__fish_cos_using_subcommand simulator; and not __fish_seen_subcommand_from diff explain import lint mutate quarantine replay run verify help" -f -a "import" -d 'Make a scenario matrix of tests that you have'
complete -c cos -n "__fish_cos_using_subcommand simulator; and not __fish_seen_subcommand_from diff explain import lint mutate quarantine replay run verify help" -f -a "lint" -d 'Find what a policy gets wrong without running a scenario'
complete -c cos -n "__fish_cos_using_subcommand simulator; and not __fish_seen_subcommand_from diff explain import lint mutate quarantine replay run verify help" -f -a "mutate" -d 'Change the policy a little, again and again, and list the changes that no assertion notices'
complete -c cos -n "__fish_cos_using_subcommand simulator; and not __fish_seen_subcommand_from diff explain import lint mutate quarantine replay run verify help" -f -a "quarantine" -d 'Look after scenarios whose failure is known'
complete -c cos -n "__fish_cos_using_subcommand simulator; and not __fish_seen_subcommand_from diff explain import lint mutate quarantine replay run verify help" -f -a "replay" -d 'Show a recorded run again'
complete -c cos -n "__fish_cos_using_subcommand simulator; and not __fish_seen_subcommand_from diff explain import lint mutate quarantine replay run verify help" -f -a "run" -d 'Run a scenario matrix against a policy bundle and write the conformance report'
complete -c cos -n "__fish_cos_using_subcommand simulator; and not __fish_seen_subcommand_from diff explain import lint mutate quarantine replay run verify help" -f -a "verify" -d 'Derive a report again from itself, and compare'
complete -c cos -n "__fish_cos_using_subcommand simulator; and not __fish_seen_subcommand_from diff explain import lint mutate quarantine replay run verify help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from diff" -l matrix -d 'The scenario matrix; for bundles' -r -F
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from diff" -l markdown -d 'Also write the differences as Markdown, as for a comment on a pull request' -r -F
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from diff" -l trust -d 'The trust file, or the directory it is in: one of its keys for policies has to have signed the bundle' -r -F
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from diff" -l verification-key -d 'The public key or certificate in PEM, or the secret, that the bundle\'s signature is verified with, as FILE or ID=FILE' -r -F
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from diff" -l keyid -d 'The id by which the signature calls that key [default: default]' -r
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from diff" -l alg -d 'The one algorithm that the signature may have [default: RS256]' -r -f -a "ES256\t''
ES384\t''
ES512\t''
HS256\t''
HS384\t''
HS512\t''
PS256\t''
PS384\t''
PS512\t''
RS256\t''
RS384\t''
RS512\t''"
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from diff" -l scope -d 'The scope that the bundle has to be signed for' -r
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from diff" -l engine -d 'Where the policies are evaluated' -r -f -a "in-process\t'In this process: only for policies that you wrote'
worker\t'In a process of its own, under limits of memory and time'"
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from diff" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from diff" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from diff" -l exit-code -d 'Exit with 1 when a decision differs'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from diff" -l unsigned -d 'Use the bundle without verifying a signature'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from diff" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from diff" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from diff" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from explain" -l matrix -d 'The scenario matrix' -r -F
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from explain" -l bundle -d 'The policy bundle: a directory or an archive' -r -F
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from explain" -l trust -d 'The trust file, or the directory it is in: one of its keys for policies has to have signed the bundle' -r -F
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from explain" -l verification-key -d 'The public key or certificate in PEM, or the secret, that the bundle\'s signature is verified with, as FILE or ID=FILE' -r -F
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from explain" -l keyid -d 'The id by which the signature calls that key [default: default]' -r
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from explain" -l alg -d 'The one algorithm that the signature may have [default: RS256]' -r -f -a "ES256\t''
ES384\t''
ES512\t''
HS256\t''
HS384\t''
HS512\t''
PS256\t''
PS384\t''
PS512\t''
RS256\t''
RS384\t''
RS512\t''"
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from explain" -l scope -d 'The scope that the bundle has to be signed for' -r
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from explain" -l engine -d 'Where the policy is evaluated' -r -f -a "in-process\t'In this process: only for policies that you wrote'
worker\t'In a process of its own, under limits of memory and time'"
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from explain" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from explain" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from explain" -l unsigned -d 'Use the bundle without verifying a signature'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from explain" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from explain" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from import" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from import" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from import" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from import" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from import" -f -a "decision-log" -d 'From OPA\'s decision log: what was decided then is expected from now on'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from import" -f -a "gator" -d 'From a Gatekeeper suite: templates, constraints and the objects they are tried on'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from import" -f -a "kyverno" -d 'From a Kyverno test: what each resource is expected to come to, for a policy in Rego'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from import" -f -a "opa-test" -d 'From the report of `opa test --format json` and the bundle that it is about'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from import" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from lint" -l bundle -d 'The policy bundle: a directory or an archive' -r -F
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from lint" -l trust -d 'The trust file, or the directory it is in: one of its keys for policies has to have signed the bundle' -r -F
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from lint" -l verification-key -d 'The public key or certificate in PEM, or the secret, that the bundle\'s signature is verified with, as FILE or ID=FILE' -r -F
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from lint" -l keyid -d 'The id by which the signature calls that key [default: default]' -r
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from lint" -l alg -d 'The one algorithm that the signature may have [default: RS256]' -r -f -a "ES256\t''
ES384\t''
ES512\t''
HS256\t''
HS384\t''
HS512\t''
PS256\t''
PS384\t''
PS512\t''
RS256\t''
RS384\t''
RS512\t''"
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from lint" -l scope -d 'The scope that the bundle has to be signed for' -r
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from lint" -l entrypoint -d 'The rule that decides; what it does not reach is named' -r
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from lint" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from lint" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from lint" -l unsigned -d 'Use the bundle without verifying a signature'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from lint" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from lint" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from lint" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from mutate" -l matrix -d 'The scenario matrix' -r -F
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from mutate" -l bundle -d 'The policy bundle: a directory or an archive' -r -F
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from mutate" -l trust -d 'The trust file, or the directory it is in: one of its keys for policies has to have signed the bundle' -r -F
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from mutate" -l verification-key -d 'The public key or certificate in PEM, or the secret, that the bundle\'s signature is verified with, as FILE or ID=FILE' -r -F
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from mutate" -l keyid -d 'The id by which the signature calls that key [default: default]' -r
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from mutate" -l alg -d 'The one algorithm that the signature may have [default: RS256]' -r -f -a "ES256\t''
ES384\t''
ES512\t''
HS256\t''
HS384\t''
HS512\t''
PS256\t''
PS384\t''
PS512\t''
RS256\t''
RS384\t''
RS512\t''"
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from mutate" -l scope -d 'The scope that the bundle has to be signed for' -r
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from mutate" -l filter -d 'Only scenarios that match, such as `flow(tenant.*) & dim(mfa=off)`' -r
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from mutate" -l min-mutation -d 'The least share of changes that are noticed' -r
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from mutate" -l engine -d 'Where the policy is evaluated' -r -f -a "in-process\t'In this process: only for policies that you wrote'
worker\t'In a process of its own, under limits of memory and time'"
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from mutate" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from mutate" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from mutate" -l unsigned -d 'Use the bundle without verifying a signature'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from mutate" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from mutate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from mutate" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from quarantine" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from quarantine" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from quarantine" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from quarantine" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from quarantine" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from quarantine" -f -a "add" -d 'Add an entry: which scenarios, why, who repairs, until when'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from quarantine" -f -a "expire" -d 'Take out the entries whose last day is over'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from quarantine" -f -a "list" -d 'List the entries and how long they last'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from quarantine" -f -a "release" -d 'Take out an entry because the failure is repaired'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from quarantine" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from replay" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from replay" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from replay" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from replay" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from replay" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from run" -l matrix -d 'The scenario matrix' -r -F
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from run" -l bundle -d 'The policy bundle: a directory or an archive' -r -F
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from run" -l trust -d 'The trust file, or the directory it is in: one of its keys for policies has to have signed the bundle' -r -F
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from run" -l verification-key -d 'The public key or certificate in PEM, or the secret, that the bundle\'s signature is verified with, as FILE or ID=FILE' -r -F
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from run" -l keyid -d 'The id by which the signature calls that key [default: default]' -r
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from run" -l alg -d 'The one algorithm that the signature may have [default: RS256]' -r -f -a "ES256\t''
ES384\t''
ES512\t''
HS256\t''
HS384\t''
HS512\t''
PS256\t''
PS384\t''
PS512\t''
RS256\t''
RS384\t''
RS512\t''"
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from run" -l scope -d 'The scope that the bundle has to be signed for' -r
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from run" -l report -d 'Write the report as JSON: the form that is signed, verified and re-derived' -r -F
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from run" -l html -d 'Write it as one HTML file' -r -F
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from run" -l junit -d 'Write it as JUnit XML' -r -F
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from run" -l sarif -d 'Write it as SARIF 2.1.0' -r -F
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from run" -l oscal -d 'Write it as OSCAL assessment results 1.1.2' -r -F
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from run" -l lcov -d 'Write rule coverage as an LCOV tracefile' -r -F
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from run" -l cobertura -d 'Write rule coverage as Cobertura XML' -r -F
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from run" -l github-summary -d 'Append a summary in Markdown, as for `$GITHUB_STEP_SUMMARY`, and print annotations to stderr' -r -F
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from run" -l sign -d 'Sign the report with the report key of this trust directory; the signature goes beside it' -r -F
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from run" -l min-coverage -d 'The least share of privileged flows that are covered' -r
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from run" -l min-mutation -d 'The least share of changes to the policy that are noticed' -r
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from run" -l filter -d 'Run only scenarios that match, such as `flow(tenant.*) & dim(mfa=off)`' -r
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from run" -l mutate -d 'Which changes to the policy are tried' -r -f -a "all\t'All of them'
changed\t'Those in definitions that differ from what is compared with'
off\t'None; then no flow can be covered, since nothing shows that conditions matter'"
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from run" -l baseline -d 'Compare with this former report; its decisions must not turn into permissions that nobody asserts' -r -F
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from run" -l against -d 'The same with another bundle, which is run against the same matrix; it is verified as `--bundle` is' -r -F
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from run" -l repeat -d 'Decide every scenario so many times more, by the policy as a whole; what is not decided the same every time fails' -r
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from run" -l shuffle -d 'What the order of those decisions is drawn with [default: 0]' -r
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from run" -l record -d 'Also write every event as JSON, one a line; `cos simulator replay` shows it again' -r -F
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from run" -l cross-check -d 'Ask the policy as a whole about every so many scenarios and compare; 1 asks about all, 0 about none but the cases' -r
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from run" -l engine -d 'Where the policy is evaluated' -r -f -a "in-process\t'In this process: only for policies that you wrote'
worker\t'In a process of its own, under limits of memory and time'"
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from run" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from run" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from run" -l unsigned -d 'Use the bundle without verifying a signature'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from run" -l changed -d 'Run only scenarios that the changes since then can decide otherwise, and a few others to test that. Invariants of what is left out are not looked at again; such a report is no evidence'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from run" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from run" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from run" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from verify" -l sample -d 'Decide only so many scenarios again, drawn at random' -r
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from verify" -l nonce -d 'What the sample is drawn with; the same text draws the same scenarios [default: the report\'s digest]' -r
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from verify" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from verify" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from verify" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from verify" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from help" -f -a "diff" -d 'Show which decisions two policies give differently, and the rule that each begins to differ in'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from help" -f -a "explain" -d 'Show why one scenario is decided as it is'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from help" -f -a "import" -d 'Make a scenario matrix of tests that you have'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from help" -f -a "lint" -d 'Find what a policy gets wrong without running a scenario'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from help" -f -a "mutate" -d 'Change the policy a little, again and again, and list the changes that no assertion notices'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from help" -f -a "quarantine" -d 'Look after scenarios whose failure is known'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from help" -f -a "replay" -d 'Show a recorded run again'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from help" -f -a "run" -d 'Run a scenario matrix against a policy bundle and write the conformance report'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from help" -f -a "verify" -d 'Derive a report again from itself, and compare'
complete -c cos -n "__fish_cos_using_subcommand simulator; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cos -n "__fish_cos_using_subcommand theme; and not __fish_seen_subcommand_from validate contrast diff export import activate rollback list preview help" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand theme; and not __fish_seen_subcommand_from validate contrast diff export import activate rollback list preview help" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand theme; and not __fish_seen_subcommand_from validate contrast diff export import activate rollback list preview help" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand theme; and not __fish_seen_subcommand_from validate contrast diff export import activate rollback list preview help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand theme; and not __fish_seen_subcommand_from validate contrast diff export import activate rollback list preview help" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand theme; and not __fish_seen_subcommand_from validate contrast diff export import activate rollback list preview help" -f -a "validate" -d 'Find everything that is wrong with themes, at once'
complete -c cos -n "__fish_cos_using_subcommand theme; and not __fish_seen_subcommand_from validate contrast diff export import activate rollback list preview help" -f -a "contrast" -d 'Show whether colours can be told apart, and what would pass'
complete -c cos -n "__fish_cos_using_subcommand theme; and not __fish_seen_subcommand_from validate contrast diff export import activate rollback list preview help" -f -a "diff" -d 'Show what differs between two themes'
complete -c cos -n "__fish_cos_using_subcommand theme; and not __fish_seen_subcommand_from validate contrast diff export import activate rollback list preview help" -f -a "export" -d 'Pack a theme into an archive, the same bytes each time'
complete -c cos -n "__fish_cos_using_subcommand theme; and not __fish_seen_subcommand_from validate contrast diff export import activate rollback list preview help" -f -a "import" -d 'Bring a theme to a tenant, and see first what it would change'
complete -c cos -n "__fish_cos_using_subcommand theme; and not __fish_seen_subcommand_from validate contrast diff export import activate rollback list preview help" -f -a "activate" -d 'Bring a theme that was imported into force'
complete -c cos -n "__fish_cos_using_subcommand theme; and not __fish_seen_subcommand_from validate contrast diff export import activate rollback list preview help" -f -a "rollback" -d 'Bring the theme back into force that was before'
complete -c cos -n "__fish_cos_using_subcommand theme; and not __fish_seen_subcommand_from validate contrast diff export import activate rollback list preview help" -f -a "list" -d 'List a tenant\'s themes, and which was in force when'
complete -c cos -n "__fish_cos_using_subcommand theme; and not __fish_seen_subcommand_from validate contrast diff export import activate rollback list preview help" -f -a "preview" -d 'Write a page that shows every colour, font and pair in each mode'
complete -c cos -n "__fish_cos_using_subcommand theme; and not __fish_seen_subcommand_from validate contrast diff export import activate rollback list preview help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from validate" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from validate" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from validate" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from validate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from validate" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from contrast" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from contrast" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from contrast" -l fix -d 'Write the suggested colours into the theme\'s files; not into an archive'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from contrast" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from contrast" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from contrast" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from diff" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from diff" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from diff" -l exit-code -d 'Exit with 1 when they differ'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from diff" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from diff" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from diff" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from export" -s o -l out -d 'The archive to write' -r -F
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from export" -l tenant -d 'Copy it from the server: a theme of this tenant' -r
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from export" -l server -d 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]' -r
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from export" -l ca-file -d 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system\'s]' -r -F
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from export" -l token-file -d 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]' -r -F
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from export" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from export" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from export" -l force -d 'Replace the archive if it is there'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from export" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from export" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from import" -l reason -d 'Why it is brought into force' -r
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from import" -l idempotency-key -d 'Names this change: asked for again under the same key, also after a crash, it is done once' -r
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from import" -l tenant -d 'The tenant' -r
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from import" -l server -d 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]' -r
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from import" -l ca-file -d 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system\'s]' -r -F
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from import" -l token-file -d 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]' -r -F
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from import" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from import" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from import" -l activate -d 'Bring it into force, too'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from import" -l dry-run -d 'Only show what would change'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from import" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from import" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from activate" -l reason -d 'Why' -r
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from activate" -l idempotency-key -d 'Names this change: asked for again under the same key, also after a crash, it is done once' -r
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from activate" -l tenant -d 'The tenant' -r
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from activate" -l server -d 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]' -r
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from activate" -l ca-file -d 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system\'s]' -r -F
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from activate" -l token-file -d 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]' -r -F
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from activate" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from activate" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from activate" -l dry-run -d 'Only show what would change'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from activate" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from activate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from activate" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from rollback" -l to -d 'A theme that was in force: NAME, NAME@VERSION, its digest, or `default`' -r
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from rollback" -l reason -d 'Why' -r
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from rollback" -l idempotency-key -d 'Names this change: asked for again under the same key, also after a crash, it is done once' -r
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from rollback" -l tenant -d 'The tenant' -r
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from rollback" -l server -d 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]' -r
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from rollback" -l ca-file -d 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system\'s]' -r -F
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from rollback" -l token-file -d 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]' -r -F
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from rollback" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from rollback" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from rollback" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from rollback" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from rollback" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from list" -l tenant -d 'The tenant' -r
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from list" -l server -d 'The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`]' -r
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from list" -l ca-file -d 'The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system\'s]' -r -F
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from list" -l token-file -d 'The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself]' -r -F
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from list" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from list" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from preview" -s o -l out -d 'The page to write' -r -F
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from preview" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from preview" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from preview" -l force -d 'Replace the page if it is there'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from preview" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from preview" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from preview" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from help" -f -a "validate" -d 'Find everything that is wrong with themes, at once'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from help" -f -a "contrast" -d 'Show whether colours can be told apart, and what would pass'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from help" -f -a "diff" -d 'Show what differs between two themes'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from help" -f -a "export" -d 'Pack a theme into an archive, the same bytes each time'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from help" -f -a "import" -d 'Bring a theme to a tenant, and see first what it would change'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from help" -f -a "activate" -d 'Bring a theme that was imported into force'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from help" -f -a "rollback" -d 'Bring the theme back into force that was before'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from help" -f -a "list" -d 'List a tenant\'s themes, and which was in force when'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from help" -f -a "preview" -d 'Write a page that shows every colour, font and pair in each mode'
complete -c cos -n "__fish_cos_using_subcommand theme; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cos -n "__fish_cos_using_subcommand trust; and not __fish_seen_subcommand_from add-builder add-ca export init rotate show help" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand trust; and not __fish_seen_subcommand_from add-builder add-ca export init rotate show help" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand trust; and not __fish_seen_subcommand_from add-builder add-ca export init rotate show help" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand trust; and not __fish_seen_subcommand_from add-builder add-ca export init rotate show help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand trust; and not __fish_seen_subcommand_from add-builder add-ca export init rotate show help" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand trust; and not __fish_seen_subcommand_from add-builder add-ca export init rotate show help" -f -a "add-builder" -d 'Say whose provenance counts: which builder, how it signs, and what it may build'
complete -c cos -n "__fish_cos_using_subcommand trust; and not __fish_seen_subcommand_from add-builder add-ca export init rotate show help" -f -a "add-ca" -d 'Add a certificate authority to a trust directory, for evidence that other Sigstore clients verify'
complete -c cos -n "__fish_cos_using_subcommand trust; and not __fish_seen_subcommand_from add-builder add-ca export init rotate show help" -f -a "export" -d 'Write what other Sigstore clients need to verify our evidence'
complete -c cos -n "__fish_cos_using_subcommand trust; and not __fish_seen_subcommand_from add-builder add-ca export init rotate show help" -f -a "init" -d 'Make the first keys of an organisation and the trust file that names them'
complete -c cos -n "__fish_cos_using_subcommand trust; and not __fish_seen_subcommand_from add-builder add-ca export init rotate show help" -f -a "rotate" -d 'Replace a key; what the old one signed stays valid'
complete -c cos -n "__fish_cos_using_subcommand trust; and not __fish_seen_subcommand_from add-builder add-ca export init rotate show help" -f -a "show" -d 'Say in words what a trust file makes an auditor believe'
complete -c cos -n "__fish_cos_using_subcommand trust; and not __fish_seen_subcommand_from add-builder add-ca export init rotate show help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from add-builder" -l id -d 'The `builder.id` in its provenance' -r
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from add-builder" -l key -d 'The builder\'s public key in PEM' -r -F
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from add-builder" -l key-id -d 'The key id that its signatures bear [default: none]' -r
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from add-builder" -l identity -d 'The name in the builder\'s certificates; `*` at the end for all that begin so' -r
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from add-builder" -l issuer -d 'Who vouches for that name' -r
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from add-builder" -l source -d 'A source that it may build; `*` at the end for all that begin so; may be repeated' -r
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from add-builder" -l build-type -d 'A build type that it may use; may be repeated' -r
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from add-builder" -l max-level -d 'The highest SLSA build level that its provenance can show' -r
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from add-builder" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from add-builder" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from add-builder" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from add-builder" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from add-builder" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from add-ca" -l identity -d 'The name in the certificates: an e-mail address or a URI [default: one of the organisation]' -r
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from add-ca" -l issuer -d 'Who vouches for that name, as a URL [default: the organisation]' -r
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from add-ca" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from add-ca" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from add-ca" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from add-ca" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from add-ca" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from export" -l trust-config -d 'Write a Sigstore client trust config, as sigstore-python reads it' -r -F
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from export" -l trusted-root -d 'Write the Sigstore trusted root' -r -F
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from export" -l key -d 'Write the public key for evidence that is in use, in PEM' -r -F
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from export" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from export" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from export" -l force -d 'Replace files that are there'
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from export" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from export" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from init" -l org -d 'The organisation: a-z, 0-9, `-` and `.`' -r
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from init" -l out -d 'The directory to make' -r -F
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from init" -l identity -d 'The name in the certificates: an e-mail address or a URI [default: one of the organisation]' -r
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from init" -l issuer -d 'Who vouches for that name, as a URL [default: the organisation]' -r
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from init" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from init" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from init" -l ca -d 'Make a certificate authority as well, for evidence that other Sigstore clients verify'
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from init" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from init" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from rotate" -l purpose -d 'Which key to replace' -r -f -a "evidence\t'Signs evidence'
log\t'Signs checkpoints'
notary\t'Signs receipts'
policy\t'Signs policies'
report\t'Signs reports'"
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from rotate" -l algorithm -d 'What the new key for evidence signs with [default: p256, which every Sigstore client knows]' -r -f -a "ed25519\t'Ed25519'
p256\t'ECDSA over P-256'"
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from rotate" -l ledger -d 'A ledger whose receipts the old key signed; name all of them' -r -F
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from rotate" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from rotate" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from rotate" -l no-ledger -d 'There is no ledger yet; nothing that the old key signed stays valid'
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from rotate" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from rotate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from rotate" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from show" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from show" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from help" -f -a "add-builder" -d 'Say whose provenance counts: which builder, how it signs, and what it may build'
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from help" -f -a "add-ca" -d 'Add a certificate authority to a trust directory, for evidence that other Sigstore clients verify'
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from help" -f -a "export" -d 'Write what other Sigstore clients need to verify our evidence'
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from help" -f -a "init" -d 'Make the first keys of an organisation and the trust file that names them'
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from help" -f -a "rotate" -d 'Replace a key; what the old one signed stays valid'
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from help" -f -a "show" -d 'Say in words what a trust file makes an auditor believe'
complete -c cos -n "__fish_cos_using_subcommand trust; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cos -n "__fish_cos_using_subcommand explain" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand explain" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand explain" -l list -d 'List all codes'
complete -c cos -n "__fish_cos_using_subcommand explain" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand explain" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand schema" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand schema" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand schema" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand schema" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand schema" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand completions" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand completions" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand completions" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand completions" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand man" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand man" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand man" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand man" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand markdown-help" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand markdown-help" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand markdown-help" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand markdown-help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand markdown-help" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand policy-worker" -l format -d 'How to write the answer to stdout; errors on stderr follow it' -r -f -a "human\t'For people'
json\t'One JSON document'
jsonl\t'JSON, one value a line'
markdown\t'Markdown, as for release notes; of what compares two releases'"
complete -c cos -n "__fish_cos_using_subcommand policy-worker" -l color -d 'When to colour; `NO_COLOR` is honoured, too' -r -f -a "always\t'Always'
auto\t'On a terminal'
never\t'Never'"
complete -c cos -n "__fish_cos_using_subcommand policy-worker" -s q -l quiet -d 'Print no status, hints or progress'
complete -c cos -n "__fish_cos_using_subcommand policy-worker" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cos -n "__fish_cos_using_subcommand policy-worker" -s V -l version -d 'Print version'
complete -c cos -n "__fish_cos_using_subcommand help; and not __fish_seen_subcommand_from demo receipts evidence init serve login isolation status state tenant token ledger policy report s3 simulator theme trust explain schema completions man markdown-help policy-worker help" -f -a "demo" -d 'Show in a minute what receipts are worth: serve two tenants, verify 50,000 receipts, sample, disclose, tamper'
complete -c cos -n "__fish_cos_using_subcommand help; and not __fish_seen_subcommand_from demo receipts evidence init serve login isolation status state tenant token ledger policy report s3 simulator theme trust explain schema completions man markdown-help policy-worker help" -f -a "receipts" -d 'Issue, append, verify, sample, disclose and show receipts'
complete -c cos -n "__fish_cos_using_subcommand help; and not __fish_seen_subcommand_from demo receipts evidence init serve login isolation status state tenant token ledger policy report s3 simulator theme trust explain schema completions man markdown-help policy-worker help" -f -a "evidence" -d 'Bundle the evidence of a release, and verify it offline'
complete -c cos -n "__fish_cos_using_subcommand help; and not __fish_seen_subcommand_from demo receipts evidence init serve login isolation status state tenant token ledger policy report s3 simulator theme trust explain schema completions man markdown-help policy-worker help" -f -a "init" -d 'Make a data directory for `cos serve`: keys, trust file, state, the first operator\'s token'
complete -c cos -n "__fish_cos_using_subcommand help; and not __fish_seen_subcommand_from demo receipts evidence init serve login isolation status state tenant token ledger policy report s3 simulator theme trust explain schema completions man markdown-help policy-worker help" -f -a "serve" -d 'Serve tenants, credentials and receipts over HTTP'
complete -c cos -n "__fish_cos_using_subcommand help; and not __fish_seen_subcommand_from demo receipts evidence init serve login isolation status state tenant token ledger policy report s3 simulator theme trust explain schema completions man markdown-help policy-worker help" -f -a "login" -d 'Remember a server and a token for later commands'
complete -c cos -n "__fish_cos_using_subcommand help; and not __fish_seen_subcommand_from demo receipts evidence init serve login isolation status state tenant token ledger policy report s3 simulator theme trust explain schema completions man markdown-help policy-worker help" -f -a "isolation" -d 'Ask a running server for what it must refuse, and sign what came of it'
complete -c cos -n "__fish_cos_using_subcommand help; and not __fish_seen_subcommand_from demo receipts evidence init serve login isolation status state tenant token ledger policy report s3 simulator theme trust explain schema completions man markdown-help policy-worker help" -f -a "status" -d 'Show how a server fares: whether it is ready, its logs, its disk, its policy, its keys and certificates'
complete -c cos -n "__fish_cos_using_subcommand help; and not __fish_seen_subcommand_from demo receipts evidence init serve login isolation status state tenant token ledger policy report s3 simulator theme trust explain schema completions man markdown-help policy-worker help" -f -a "state" -d 'Look after the database behind a server'
complete -c cos -n "__fish_cos_using_subcommand help; and not __fish_seen_subcommand_from demo receipts evidence init serve login isolation status state tenant token ledger policy report s3 simulator theme trust explain schema completions man markdown-help policy-worker help" -f -a "tenant" -d 'Create, list and suspend tenants'
complete -c cos -n "__fish_cos_using_subcommand help; and not __fish_seen_subcommand_from demo receipts evidence init serve login isolation status state tenant token ledger policy report s3 simulator theme trust explain schema completions man markdown-help policy-worker help" -f -a "token" -d 'Issue, list and revoke credentials'
complete -c cos -n "__fish_cos_using_subcommand help; and not __fish_seen_subcommand_from demo receipts evidence init serve login isolation status state tenant token ledger policy report s3 simulator theme trust explain schema completions man markdown-help policy-worker help" -f -a "ledger" -d 'Look after a ledger: check it, show its state, prove an entry'
complete -c cos -n "__fish_cos_using_subcommand help; and not __fish_seen_subcommand_from demo receipts evidence init serve login isolation status state tenant token ledger policy report s3 simulator theme trust explain schema completions man markdown-help policy-worker help" -f -a "policy" -d 'Build, inspect, sign and verify policy bundles'
complete -c cos -n "__fish_cos_using_subcommand help; and not __fish_seen_subcommand_from demo receipts evidence init serve login isolation status state tenant token ledger policy report s3 simulator theme trust explain schema completions man markdown-help policy-worker help" -f -a "report" -d 'Render and verify conformance reports'
complete -c cos -n "__fish_cos_using_subcommand help; and not __fish_seen_subcommand_from demo receipts evidence init serve login isolation status state tenant token ledger policy report s3 simulator theme trust explain schema completions man markdown-help policy-worker help" -f -a "s3" -d 'Examine S3 servers'
complete -c cos -n "__fish_cos_using_subcommand help; and not __fish_seen_subcommand_from demo receipts evidence init serve login isolation status state tenant token ledger policy report s3 simulator theme trust explain schema completions man markdown-help policy-worker help" -f -a "simulator" -d 'Run scenario matrices against policy bundles'
complete -c cos -n "__fish_cos_using_subcommand help; and not __fish_seen_subcommand_from demo receipts evidence init serve login isolation status state tenant token ledger policy report s3 simulator theme trust explain schema completions man markdown-help policy-worker help" -f -a "theme" -d 'Validate, compare, preview and export theme packs'
complete -c cos -n "__fish_cos_using_subcommand help; and not __fish_seen_subcommand_from demo receipts evidence init serve login isolation status state tenant token ledger policy report s3 simulator theme trust explain schema completions man markdown-help policy-worker help" -f -a "trust" -d 'Make and explain keys and the trust file'
complete -c cos -n "__fish_cos_using_subcommand help; and not __fish_seen_subcommand_from demo receipts evidence init serve login isolation status state tenant token ledger policy report s3 simulator theme trust explain schema completions man markdown-help policy-worker help" -f -a "explain" -d 'Explain an error code'
complete -c cos -n "__fish_cos_using_subcommand help; and not __fish_seen_subcommand_from demo receipts evidence init serve login isolation status state tenant token ledger policy report s3 simulator theme trust explain schema completions man markdown-help policy-worker help" -f -a "schema" -d 'Print the JSON Schema of a format that cos reads or writes'
complete -c cos -n "__fish_cos_using_subcommand help; and not __fish_seen_subcommand_from demo receipts evidence init serve login isolation status state tenant token ledger policy report s3 simulator theme trust explain schema completions man markdown-help policy-worker help" -f -a "completions" -d 'Print completions for a shell'
complete -c cos -n "__fish_cos_using_subcommand help; and not __fish_seen_subcommand_from demo receipts evidence init serve login isolation status state tenant token ledger policy report s3 simulator theme trust explain schema completions man markdown-help policy-worker help" -f -a "man" -d 'Write the manual pages into a directory'
complete -c cos -n "__fish_cos_using_subcommand help; and not __fish_seen_subcommand_from demo receipts evidence init serve login isolation status state tenant token ledger policy report s3 simulator theme trust explain schema completions man markdown-help policy-worker help" -f -a "markdown-help" -d 'Write all help texts as one Markdown page'
complete -c cos -n "__fish_cos_using_subcommand help; and not __fish_seen_subcommand_from demo receipts evidence init serve login isolation status state tenant token ledger policy report s3 simulator theme trust explain schema completions man markdown-help policy-worker help" -f -a "policy-worker" -d 'Evaluate the policy that arrives on stdin; cos starts this itself'
complete -c cos -n "__fish_cos_using_subcommand help; and not __fish_seen_subcommand_from demo receipts evidence init serve login isolation status state tenant token ledger policy report s3 simulator theme trust explain schema completions man markdown-help policy-worker help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from receipts" -f -a "append" -d 'Append receipts to a ledger, durably and once'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from receipts" -f -a "disclose" -d 'Copy receipts with only some claims shown; they stay valid'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from receipts" -f -a "ingest" -d 'Report events to a server, and wait until each has its durable receipt'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from receipts" -f -a "issue" -d 'Issue a signed receipt for each event'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from receipts" -f -a "sample" -d 'Draw a sample that its subject cannot choose, into one portable file'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from receipts" -f -a "show" -d 'Show one receipt with its claims'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from receipts" -f -a "verify" -d 'Verify receipts: signature, disclosures, inclusion, consistency, witnesses'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from evidence" -f -a "bundle" -d 'Collect what a manifest names into one signed bundle'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from evidence" -f -a "copy" -d 'Copy a bundle into another form; it stays the same bundle'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from evidence" -f -a "diff" -d 'Show what differs between two bundles: who signed and built, what is shown less, and the rest'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from evidence" -f -a "disclose" -d 'Make a bundle of the part that concerns one tenant'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from evidence" -f -a "explain" -d 'Show what a requirement of a bundle, or a check, rests on'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from evidence" -f -a "show" -d 'Show what a bundle says it holds, unverified'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from evidence" -f -a "verify" -d 'Verify a bundle: who signed it, when, and everything in it'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from isolation" -f -a "audit" -d 'Ask for every operation as every kind of caller, about two tenants'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from state" -f -a "backup" -d 'Back a data directory up, its keys included, while its server runs'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from state" -f -a "check" -d 'Count and hash what is in the state, and check that its files are sound'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from state" -f -a "migrate-to" -d 'Move the state from files into PostgreSQL, and compare every table'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from state" -f -a "prepare" -d 'Bring a PostgreSQL database to the present format, and let the server\'s role use it'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from state" -f -a "restore" -d 'Put a backup back, into a new directory'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from tenant" -f -a "create" -d 'Create a tenant, with a log of its own'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from tenant" -f -a "list" -d 'List the tenants that your token reaches'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from tenant" -f -a "resume" -d 'Serve a suspended tenant again'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from tenant" -f -a "show" -d 'Show a tenant'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from tenant" -f -a "suspend" -d 'Write nothing for a tenant any more; what there is can be read'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from token" -f -a "create" -d 'Issue a credential that can do no more than yours'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from token" -f -a "list" -d 'List the credentials that reach no further than yours'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from token" -f -a "revoke" -d 'Revoke a credential, at once'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from token" -f -a "exchange" -d 'Exchange the token that a CI system gave to a job for a credential'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from token" -f -a "issuer" -d 'Believe issuers of tokens: of CI jobs, and of people who sign in'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from token" -f -a "binding" -d 'Say which jobs and people get which credential'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from token" -f -a "admit" -d 'Admit another person, on the server\'s own machine'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from ledger" -f -a "fsck" -d 'Check every file of a ledger: receipts, tree, checkpoint, leftovers'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from ledger" -f -a "prove" -d 'Prove that a receipt stands in its log'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from ledger" -f -a "status" -d 'Show how large the logs are, how far published, and who writes them'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from policy" -f -a "build" -d 'Pack a policy into a bundle archive, the same bytes each time'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from policy" -f -a "default" -d 'Write the policy by which a server decides when it is given no other'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from policy" -f -a "inspect" -d 'Show what is in a bundle, without verifying it'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from policy" -f -a "sign" -d 'Sign a bundle as OPA does'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from policy" -f -a "verify" -d 'Verify that a bundle is exactly what a key signed'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from report" -f -a "render" -d 'Write a report in other forms'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from report" -f -a "verify" -d 'Check who signed a report, and that it is unchanged'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from s3" -f -a "doctor" -d 'Find out what a server really honours: conditional writes, checksums, retention'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from simulator" -f -a "diff" -d 'Show which decisions two policies give differently, and the rule that each begins to differ in'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from simulator" -f -a "explain" -d 'Show why one scenario is decided as it is'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from simulator" -f -a "import" -d 'Make a scenario matrix of tests that you have'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from simulator" -f -a "lint" -d 'Find what a policy gets wrong without running a scenario'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from simulator" -f -a "mutate" -d 'Change the policy a little, again and again, and list the changes that no assertion notices'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from simulator" -f -a "quarantine" -d 'Look after scenarios whose failure is known'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from simulator" -f -a "replay" -d 'Show a recorded run again'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from simulator" -f -a "run" -d 'Run a scenario matrix against a policy bundle and write the conformance report'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from simulator" -f -a "verify" -d 'Derive a report again from itself, and compare'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from theme" -f -a "validate" -d 'Find everything that is wrong with themes, at once'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from theme" -f -a "contrast" -d 'Show whether colours can be told apart, and what would pass'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from theme" -f -a "diff" -d 'Show what differs between two themes'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from theme" -f -a "export" -d 'Pack a theme into an archive, the same bytes each time'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from theme" -f -a "import" -d 'Bring a theme to a tenant, and see first what it would change'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from theme" -f -a "activate" -d 'Bring a theme that was imported into force'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from theme" -f -a "rollback" -d 'Bring the theme back into force that was before'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from theme" -f -a "list" -d 'List a tenant\'s themes, and which was in force when'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from theme" -f -a "preview" -d 'Write a page that shows every colour, font and pair in each mode'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from trust" -f -a "add-builder" -d 'Say whose provenance counts: which builder, how it signs, and what it may build'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from trust" -f -a "add-ca" -d 'Add a certificate authority to a trust directory, for evidence that other Sigstore clients verify'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from trust" -f -a "export" -d 'Write what other Sigstore clients need to verify our evidence'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from trust" -f -a "init" -d 'Make the first keys of an organisation and the trust file that names them'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from trust" -f -a "rotate" -d 'Replace a key; what the old one signed stays valid'
complete -c cos -n "__fish_cos_using_subcommand help; and __fish_seen_subcommand_from trust" -f -a "show" -d 'Say in words what a trust file makes an auditor believe'
