namespace MailActors.Node.Tests.Outbound.Matrix;

/// <summary>The whims of hosts. What a host does at a stage it does the first time only, so that what was put off can be delivered.</summary>
internal static class RemoteTable
{
    /// <summary>Kind of host | what it does | what becomes of its ten recipients: delivered at once, put off and then delivered, or bounced.</summary>
    private const string Text = """
        plain          |                                                                       | dddddddddd
        octet by octet |                                                                       | dddddddddd
        step by step   |                                                                       | dddddddddd
        tls            |                                                                       | dddddddddd
        auth           |                                                                       | dddddddddd
        lmtp           |                                                                       | dddddddddd
        broken tls     |                                                                       | dddddddddd
        plain          | GREETING 450 4.3.2 Busy                                               | rrrrrrrrrr
        plain          | GREETING 554 5.7.1 Go away                                            | bbbbbbbbbb
        plain          | GREETING 421 4.3.2 Busy                                               | rrrrrrrrrr
        plain          | GREETING cut                                                          | rrrrrrrrrr
        plain          | GREETING hang                                                         | rrrrrrrrrr
        plain          | GREETING hello                                                        | rrrrrrrrrr
        plain          | EHLO 451 4.3.0 Later                                                  | rrrrrrrrrr
        plain          | EHLO 502 What?                                                        | dddddddddd
        plain          | EHLO 554 5.7.1 No; HELO 554 5.7.1 Go away                             | bbbbbbbbbb
        plain          | EHLO 502 What?; HELO 450 4.3.2 Busy                                   | rrrrrrrrrr
        plain          | EHLO 421 4.3.2 Busy                                                   | rrrrrrrrrr
        plain          | EHLO cut                                                              | rrrrrrrrrr
        plain          | EHLO hang                                                             | rrrrrrrrrr
        tls            | STARTTLS 454 4.7.0 Not now                                            | dddddddddd
        tls            | STARTTLS 554 5.7.0 Never                                              | dddddddddd
        tls            | STARTTLS 421 4.3.2 Busy                                               | rrrrrrrrrr
        tls            | STARTTLS cut                                                          | rrrrrrrrrr
        tls            | STARTTLS hang                                                         | rrrrrrrrrr
        tls            | STARTTLS 220 go\n250-AUTH PLAIN                                       | rrrrrrrrrr
        tls            | EHLO#2 451 4.3.0 Later                                                | rrrrrrrrrr
        tls            | EHLO#2 554 5.7.1 Go away                                              | bbbbbbbbbb
        tls            | EHLO#2 cut                                                            | rrrrrrrrrr
        tls            | MAIL cut                                                              | rrrrrrrrrr
        tls            | DOT cut                                                               | rrrrrrrrrr
        auth           | AUTH 454 4.7.0 Not now                                                | rrrrrrrrrr
        auth           | AUTH 535 5.7.8 No                                                     | rrrrrrrrrr
        auth           | AUTH 421 4.3.2 Busy                                                   | rrrrrrrrrr
        auth           | AUTH cut                                                              | rrrrrrrrrr
        auth           | AUTH hang                                                             | rrrrrrrrrr
        plain          | MAIL 451 4.3.2 Later                                                  | rrrrrrrrrr
        plain          | MAIL 550 5.7.1 No                                                     | bbbbbbbbbb
        plain          | MAIL 421 4.3.2 Busy                                                   | rrrrrrrrrr
        plain          | MAIL cut                                                              | rrrrrrrrrr
        plain          | MAIL hang                                                             | rrrrrrrrrr
        step by step   | MAIL 451 4.3.2 Later                                                  | rrrrrrrrrr
        step by step   | MAIL 550 5.7.1 No                                                     | bbbbbbbbbb
        plain          | RCPT#1 450 4.2.1 Later                                                | rddddddddd
        plain          | RCPT#2 450 4.2.1 Later                                                | drdddddddd
        plain          | RCPT#3 450 4.2.1 Later                                                | ddrddddddd
        plain          | RCPT#4 450 4.2.1 Later                                                | dddrdddddd
        plain          | RCPT#5 450 4.2.1 Later                                                | ddddrddddd
        plain          | RCPT#6 450 4.2.1 Later                                                | dddddrdddd
        plain          | RCPT#7 450 4.2.1 Later                                                | ddddddrddd
        plain          | RCPT#8 450 4.2.1 Later                                                | dddddddrdd
        plain          | RCPT#9 450 4.2.1 Later                                                | ddddddddrd
        plain          | RCPT#10 450 4.2.1 Later                                               | dddddddddr
        plain          | RCPT#1 550 5.1.1 Nobody                                               | bddddddddd
        plain          | RCPT#2 550 5.1.1 Nobody                                               | dbdddddddd
        plain          | RCPT#3 550 5.1.1 Nobody                                               | ddbddddddd
        plain          | RCPT#4 550 5.1.1 Nobody                                               | dddbdddddd
        plain          | RCPT#5 550 5.1.1 Nobody                                               | ddddbddddd
        plain          | RCPT#6 550 5.1.1 Nobody                                               | dddddbdddd
        plain          | RCPT#7 550 5.1.1 Nobody                                               | ddddddbddd
        plain          | RCPT#8 550 5.1.1 Nobody                                               | dddddddbdd
        plain          | RCPT#9 550 5.1.1 Nobody                                               | ddddddddbd
        plain          | RCPT#10 550 5.1.1 Nobody                                              | dddddddddb
        plain          | RCPT#1-10 450 4.2.1 Later                                             | rrrrrrrrrr
        plain          | RCPT#1-10 550 5.1.1 Nobody                                            | bbbbbbbbbb
        step by step   | RCPT#1-10 450 4.2.1 Later                                             | rrrrrrrrrr
        step by step   | RCPT#1-10 550 5.1.1 Nobody                                            | bbbbbbbbbb
        plain          | RCPT#1-3 450 4.2.1 Later; RCPT#4-6 550 5.1.1 Nobody                   | rrrbbbdddd
        octet by octet | RCPT#1-3 450 4.2.1 Later; RCPT#4-6 550 5.1.1 Nobody                   | rrrbbbdddd
        step by step   | RCPT#1-3 450 4.2.1 Later; RCPT#4-6 550 5.1.1 Nobody                   | rrrbbbdddd
        plain          | RCPT#3 421 4.3.2 Busy                                                 | rrrrrrrrrr
        step by step   | RCPT#2 550 5.1.1 Nobody; RCPT#3 421 4.3.2 Busy                        | rbrrrrrrrr
        plain          | RCPT#3 cut                                                            | rrrrrrrrrr
        plain          | RCPT#3 hang                                                           | rrrrrrrrrr
        step by step   | RCPT#2 550 5.1.1 Nobody; RCPT#5 cut                                   | rbrrrrrrrr
        plain          | DATA 451 4.3.0 Later                                                  | rrrrrrrrrr
        plain          | DATA 554 5.6.0 No                                                     | bbbbbbbbbb
        plain          | DATA 421 4.3.2 Busy                                                   | rrrrrrrrrr
        plain          | DATA cut                                                              | rrrrrrrrrr
        plain          | DATA hang                                                             | rrrrrrrrrr
        plain          | RCPT#2 550 5.1.1 Nobody; RCPT#3 450 4.2.1 Later; DATA 451 4.3.0 Later | rbrrrrrrrr
        plain          | RCPT#2 550 5.1.1 Nobody; RCPT#3 450 4.2.1 Later; DATA 554 5.6.0 No    | bbrbbbbbbb
        plain          | RCPT#2 550 5.1.1 Nobody; DATA 421 4.3.2 Busy                          | rbrrrrrrrr
        plain          | CONTENT cut                                                           | rrrrrrrrrr
        plain          | RCPT#2 550 5.1.1 Nobody; CONTENT cut                                  | rbrrrrrrrr
        tls            | CONTENT cut                                                           | rrrrrrrrrr
        plain          | DOT 452 4.3.1 Full                                                    | rrrrrrrrrr
        plain          | DOT 554 5.7.1 Spam                                                    | bbbbbbbbbb
        plain          | DOT 421 4.3.2 Busy                                                    | rrrrrrrrrr
        plain          | DOT cut                                                               | rrrrrrrrrr
        plain          | DOT hang                                                              | rrrrrrrrrr
        plain          | DOT hello                                                             | rrrrrrrrrr
        plain          | DOT 250-2.0.0 Taken\n550 5.7.1 Or not                                 | rrrrrrrrrr
        plain          | RCPT#2 550 5.1.1 Nobody; RCPT#3 450 4.2.1 Later; DOT 452 4.3.1 Full   | rbrrrrrrrr
        plain          | RCPT#2 550 5.1.1 Nobody; RCPT#3 450 4.2.1 Later; DOT 554 5.7.1 Spam   | bbrbbbbbbb
        plain          | RCPT#2 550 5.1.1 Nobody; RCPT#3 450 4.2.1 Later; DOT cut              | rbrrrrrrrr
        plain          | DOT 250 2.0.0 Taken, then cut                                         | dddddddddd
        plain          | QUIT cut                                                              | dddddddddd
        plain          | QUIT hang                                                             | dddddddddd
        plain          | QUIT 421 4.3.2 Busy                                                   | dddddddddd
        tls            | DOT 250 2.0.0 Taken, then cut                                         | dddddddddd
        plain          | RCPT#3 450 4.2.1 Later; DOT 250 2.0.0 Taken, then cut                 | ddrddddddd
        lmtp           | RCPT#3 450 4.2.1 Later; RCPT#4 550 5.1.1 Nobody                       | ddrbdddddd
        lmtp           | DOT#3 450 4.2.1 Later; DOT#7 550 5.2.2 Full                           | ddrdddbddd
        lmtp           | DOT#6 cut                                                             | dddddrrrrr
        lmtp           | DOT#6 hang                                                            | dddddrrrrr
        lmtp           | DOT#2 550 5.2.2 Full; DOT#6 421 4.3.2 Busy                            | dbdddrdddd
        lmtp           | DOT#2 550 5.2.2 Full; DOT#6 421 4.3.2 Busy, then cut                   | dbdddrrrrr
        lmtp           | LHLO 554 5.7.1 Go away                                                | bbbbbbbbbb
        """;

    public static readonly IReadOnlyList<RemoteRow> Rows = [.. Text.ReplaceLineEndings("\n").Split('\n').Select(RemoteRow.Parse)];
}
