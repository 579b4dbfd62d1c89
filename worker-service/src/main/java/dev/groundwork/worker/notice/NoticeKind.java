package dev.groundwork.worker.notice;

/** What a notice tells. */
public enum NoticeKind {
    /** Approved work of one job and day was paid; grows while more of it is. */
    CREDITED,
    /** The pay for an answer was taken back; says why. */
    PAY_TAKEN_BACK,
    PAYOUT_SENT,
    PAYOUT_SETTLED,
    /** The bank refused or sent the money back; it is the worker's again, and the notice says what to do. */
    PAYOUT_FAILED,
    /** A requester proposes to reject an assignment; its money stays held. */
    REJECTION_HELD,
    /** A rejection is final; names what is paid all the same. */
    REJECTED,
    /** A rejection did not stand; the reward is paid. */
    OVERTURNED,
    /** A person decided on a case about the worker; names what was found, and why. */
    CASE_DECIDED
}
