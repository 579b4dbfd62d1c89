package dev.groundwork.demo;

import dev.groundwork.demo.client.Identity;

/** The demo users of the realm who are not workers: the requester, and the two people of finance. */
record Staff(
        Identity.Session requester, Identity.Session maker, Identity.Session checker, Identity.Session secondChecker) {

    /** The realm's demo users have this password; the realm file says that it is for a local stack only. */
    private static final String PASSWORD = "demo";

    static Staff of(Identity identity) {
        return new Staff(
                identity.session("rita", PASSWORD),
                identity.session("mia", PASSWORD),
                identity.session("carl", PASSWORD),
                identity.session("fin", PASSWORD));
    }
}
