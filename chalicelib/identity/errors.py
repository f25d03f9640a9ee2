"""What identity refuses."""

from __future__ import annotations

from chalicelib.core.errors import Conflict, Forbidden, Invalid, NotFound, Unauthenticated


class CredentialsWrong(Unauthenticated):
    code = "credentials_wrong"
    zh, en = "邮箱或密码不正确。", "The e-mail or the password is wrong."


class SessionEnded(Unauthenticated):
    code = "session_ended"
    zh, en = "登录已失效，请重新登录。", "This session has ended; sign in again."


class EmailTaken(Conflict):
    code = "email_taken"
    zh, en = "该邮箱已被使用。", "This e-mail already has an account."


class NoMembership(Forbidden):
    code = "no_membership"
    zh, en = "您不是该工作空间的成员。", "You are not a member of this workspace."


class LinkEnded(NotFound):
    code = "link_ended"
    zh, en = "链接无效、已使用或已过期。", "This link is wrong, used or expired."


class AlreadyActive(Conflict):
    code = "already_active"
    zh, en = "该成员已加入，无需邀请。", "This member has joined already and needs no invitation."


class PasswordWeak(Invalid):
    code = "password_weak"
    zh, en = "密码太容易被猜到，请换一个。", "This password is too easy to guess; choose another."


class ForPeopleOnly(Forbidden):
    code = "for_people_only"
    zh, en = "API 密钥不能执行此操作。", "An API key can not do this; a person must."
