"""What servers and networks do wrong, in words: every failure comes out as a `MailboxError`."""

from __future__ import annotations

import ast
import contextlib
import re
import socket
import ssl
from collections.abc import Iterator

from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, IMAPClientReadOnlyError

from intake import charset
from intake.connecting import AuthorityError, LoginRefusedError, NoTlsError
from intake.errors import Fate, MailboxError
from intake.mailbox.account import Account

_NETWORK = "请检查设置 mailbox.host、port 和网络，然后再运行一次；没有丢失任何邮件。"
_PORTS = "请检查设置 mailbox.tls 与 port 是否相配（993 implicit，143 starttls）。"
_ADMIN = "请找邮件服务器管理员更换证书。"
_OWN_CA = "若是本单位自签的证书，请把签发者的证书存成文件并设 mailbox.ca_file；否则不要使用这个服务器。"
_HOST = "请把设置 mailbox.host 改成证书上的主机名，或找邮件服务器管理员更换证书。"

_CERTIFICATES = {
    9: ("尚未生效", _ADMIN),
    10: ("已过期", _ADMIN),
    18: ("是自签的", _OWN_CA),
    19: ("由不受信任的机构签发", _OWN_CA),
    20: ("由不受信任的机构签发", _OWN_CA),
    21: ("由不受信任的机构签发", _OWN_CA),
    62: ("与主机名不符", _HOST),
    64: ("与主机名不符", _HOST),
}
"""OpenSSL's verify code -> (what is wrong with the certificate, what to do next)."""

_REMEDIES: tuple[tuple[type[BaseException], str, str, Fate], ...] = (
    (ssl.SSLError, "加密连接失败（{0}）", _PORTS, Fate.BROKEN),
    (socket.gaierror, "找不到主机（{0}）", "请检查设置 mailbox.host 的拼写和 DNS。", Fate.BROKEN),
    (ConnectionRefusedError, "服务器拒绝连接（{0}）", _NETWORK, Fate.BROKEN),
    (TimeoutError, "服务器在时限内没有应答", f"{_NETWORK}{_PORTS}", Fate.BROKEN),
    (NoTlsError, "服务器在这个端口上不提供 STARTTLS，没有发送密码", _PORTS, Fate.WRONG),
    (
        LoginRefusedError,
        "登录被拒绝（{0}）",
        "请检查用户名和密码；QQ、163、阿里等邮箱须用“授权码”而不是登录密码，并先开启 IMAP。",
        Fate.WRONG,
    ),
    (IMAPClientReadOnlyError, "文件夹只能读，不能改（{0}）", "请检查该邮箱的权限。", Fate.REFUSED),
    (IMAPClientAbortError, "连接中断（{0}）", _NETWORK, Fate.BROKEN),
    (IMAPClientError, "服务器报错（{0}）", _NETWORK, Fate.REFUSED),
    (OSError, "连接中断（{0}）", _NETWORK, Fate.BROKEN),
    (UnicodeDecodeError, "服务器的回答无法理解（{0}）", _NETWORK, Fate.REFUSED),
    (
        UnicodeError,
        "主机名、用户名或密码中有不能使用的字符",
        "请检查设置 mailbox.host、username 和密码的写法（只能用英文字母、数字和英文符号）。",
        Fate.WRONG,
    ),
    *(
        (kind, "服务器的回答无法理解（{0}）", _NETWORK, Fate.REFUSED)
        for kind in (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)
    ),
)
"""Kind of failure -> (what happened, what to do next, what is left of the session); the first that fits.

The last ones are what imapclient lets out where an answer is not what it should be.
"""

_LATER = re.compile(
    # A wrong password tried again locks the account.  QUIRK QQ: one text stands for that and for throttling.
    r"(?!.*(?:AUTHENTICATIONFAILED|password|incorrect|invalid|login fail|failed (?:log|att|auth)"
    r"|密码|口令|授权码))"
    r".*(?:\[(?:UNAVAILABLE|INUSE|LIMIT)\]|too many|try (?:again )?later|frequen|频繁|过多|稍后|繁忙)",
    re.IGNORECASE,
)
"""RFC 5530's codes for a passing trouble, and what servers say that know none: throttled logins."""


@contextlib.contextmanager
def in_words(account: Account, during: str = "", uids: tuple[int, ...] = ()) -> Iterator[None]:
    """Turn whatever a server or the network does into a `MailboxError` about some letters."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        fault, remedy = _CERTIFICATES.get(error.verify_code, ("通不过验证", _ADMIN))
        raise MailboxError(account.where, f"服务器证书{fault}（{said(error, account)}）", remedy) from error
    except AuthorityError as error:
        why = f"证书文件 {account.ca_file} 用不了（{said(error.__cause__ or error, account)}）"
        remedy = "请检查设置 mailbox.ca_file：应为 PEM 格式的签发者证书。"
        raise MailboxError(account.where, why, remedy) from error
    except tuple(kind for kind, *_ in _REMEDIES) as error:
        what, remedy, fate = next((w, r, f) for kind, w, r, f in _REMEDIES if isinstance(error, kind))
        words = said(error, account)
        if is_passing(error, account):
            fate = Fate.LATER
        failure = MailboxError(account.where, during + what.format(words), remedy, fate)
        failure.uids = uids
        raise failure from error


def is_passing(error: BaseException, account: Account) -> bool:
    """Whether a server's own words ask to come back later."""
    return isinstance(error, IMAPClientError) and _LATER.match(said(error, account)) is not None


_BYTES = re.compile(r"""b'(?:[^'\\]|\\.)*'|b"(?:[^"\\]|\\.)*\"""")


def said(error: BaseException, account: Account) -> str:
    """Return the server's words on one short line: they are data, and may repeat the password."""
    reason = getattr(error, "verify_message", "") or getattr(error, "strerror", "") or str(error)
    # imaplib puts what a server said into its errors as Python writes bytes.
    words = _BYTES.sub(lambda found: charset.decode(ast.literal_eval(found[0])).text, str(reason))
    for secret in {account.password, account.password.replace("\\", r"\\").replace('"', r"\"")} - {""}:
        words = words.replace(secret, "＊＊＊")
    return on_one_line(words) or type(error).__name__


def on_one_line(words: str) -> str:
    """Return what a server said as part of a message: short, without control characters."""
    return "".join(c if c.isprintable() else " " for c in words).strip()[:160]
