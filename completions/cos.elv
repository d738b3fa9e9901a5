
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
            cand demo 'Show in a minute what receipts are worth: make 50,000, verify, sample, disclose, tamper'
            cand receipts 'Issue, append, verify, sample, disclose and show receipts'
            cand ledger 'Look after a ledger: check it, show its state, prove an entry'
            cand trust 'Make and explain keys and the trust file'
            cand explain 'Explain an error code'
            cand schema 'Print the JSON Schema of a format that cos reads or writes'
            cand completions 'Print completions for a shell'
            cand man 'Write the manual pages into a directory'
            cand markdown-help 'Write all help texts as one Markdown page'
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
        &'cos;trust'= {
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand init 'Make the first keys of an organisation and the trust file that names them'
            cand rotate 'Replace a key; what the old one signed stays valid'
            cand show 'Say in words what a trust file makes an auditor believe'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'cos;trust;init'= {
            cand --org 'The organisation: a-z, 0-9, `-` and `.`'
            cand --out 'The directory to make'
            cand --format 'How to write the answer to stdout; errors on stderr follow it'
            cand --color 'When to colour; `NO_COLOR` is honoured, too'
            cand -q 'Print no status, hints or progress'
            cand --quiet 'Print no status, hints or progress'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'cos;trust;rotate'= {
            cand --purpose 'Which key to replace'
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
            cand init 'Make the first keys of an organisation and the trust file that names them'
            cand rotate 'Replace a key; what the old one signed stays valid'
            cand show 'Say in words what a trust file makes an auditor believe'
            cand help 'Print this message or the help of the given subcommand(s)'
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
        &'cos;help'= {
            cand demo 'Show in a minute what receipts are worth: make 50,000, verify, sample, disclose, tamper'
            cand receipts 'Issue, append, verify, sample, disclose and show receipts'
            cand ledger 'Look after a ledger: check it, show its state, prove an entry'
            cand trust 'Make and explain keys and the trust file'
            cand explain 'Explain an error code'
            cand schema 'Print the JSON Schema of a format that cos reads or writes'
            cand completions 'Print completions for a shell'
            cand man 'Write the manual pages into a directory'
            cand markdown-help 'Write all help texts as one Markdown page'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'cos;help;demo'= {
        }
        &'cos;help;receipts'= {
            cand append 'Append receipts to a ledger, durably and once'
            cand disclose 'Copy receipts with only some claims shown; they stay valid'
            cand issue 'Issue a signed receipt for each event'
            cand sample 'Draw a sample that its subject cannot choose, into one portable file'
            cand show 'Show one receipt with its claims'
            cand verify 'Verify receipts: signature, disclosures, inclusion, consistency, witnesses'
        }
        &'cos;help;receipts;append'= {
        }
        &'cos;help;receipts;disclose'= {
        }
        &'cos;help;receipts;issue'= {
        }
        &'cos;help;receipts;sample'= {
        }
        &'cos;help;receipts;show'= {
        }
        &'cos;help;receipts;verify'= {
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
        &'cos;help;trust'= {
            cand init 'Make the first keys of an organisation and the trust file that names them'
            cand rotate 'Replace a key; what the old one signed stays valid'
            cand show 'Say in words what a trust file makes an auditor believe'
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
        &'cos;help;help'= {
        }
    ]
    $completions[$command]
}
