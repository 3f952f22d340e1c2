'''A sample mailbox: what contributors sent in around the window 30 April to 10 May 2021.

Every letter, person, figure and telephone number is invented; the media excerpts are written in our
own words.  The sources are `letters/NN-slug.toml`, one letter each, in order of arrival; `build`
makes real messages of them, the same bytes on every machine.  A source file says:

    received = 2021-04-30T09:10:00+08:00     arrival at the server (INTERNALDATE)
    date = 2021-04-30T09:09:00+08:00         the Date header; left out: seven seconds before
    from = { name = "…", address = "…" }
    subject = "…"
    style = "qq"            qq | outlook | foxmail | netease | apple | wecom | plain: whose headers
    charset = "gbk"         left out: what that mail program would write
    form = "alternative"    alternative | text | html; left out: as the mail program does
    transfer = "8bit"       base64 | quoted-printable | 8bit; left out: as the mail program does
    subject_encoding = "raw"            bytes of the charset without an encoded word
    body = """…"""          plain text, one line a paragraph; HTML is made of it
    html = """…"""          instead: the HTML itself
    headers = { "Auto-Submitted" = "auto-replied" }      further header lines
    multipart = "report; report-type=delivery-status"    instead of mixed
    again = "13-slug"       the message of that file is delivered once more; nothing else but
                            `received` and [expected] is given then

    [[attachment]]
    kind = "docx"           docx | docx-broken (cut off) | jpeg | png | eml | raw
    name = "….docx"
    name_encoding = "rfc2231"           encoded-word | rfc2231 | rfc2231-split | raw
    font = "宋体"           docx: the body font; left out: 仿宋
    page_header = "…"       docx: a running head
    scene = "plant"         jpeg, png: plant | hall | field
    media_type = "…"        raw: its type;  content = """…""": its text
    content = """…"""       docx: one line a paragraph, `@look` in front where it is not body text
    [attachment.letter]     eml: a letter with the keys above (from, date, subject, …)

    [expected]              the reading
    state = "read"          a value of intake.model.MessageState
    [[expected.item]]       in order: unit, column, group, contains, person, relation

Looks of a Word paragraph: title (centred bold 22 pt, no style), heading1, heading2 and title-style
(styles), subtitle, letterhead, column and head (bold lines), lead, plain (no layout at all), number and
bullet (automatic labels), byline, date, caption, center, textbox, `@picture SCENE`, and
`@row a | b | c` for a row of a table.  Inside a line: `**bold**`, `^raised^`, `[-deleted-]` and
`{+inserted+}` as tracked changes.
'''
