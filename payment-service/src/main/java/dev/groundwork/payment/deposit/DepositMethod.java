package dev.groundwork.payment.deposit;

/** How a deposit that is asked for comes about; a bank transfer is never asked for, it arrives. */
enum DepositMethod {
    /** At the requester's word: where no money is real. */
    TEST,
    /** By card, through the provider that is set up for it. */
    CARD
}
