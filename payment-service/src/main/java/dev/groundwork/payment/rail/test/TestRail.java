package dev.groundwork.payment.rail.test;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.payment.rail.DepositRail;

/**
 * Books every deposit at once, as if a bank had said so. For marketplaces that run on one machine: no money moves outside
 * of the ledger. Offered only where {@code groundwork.payment.deposit.test} says so.
 */
@ApplicationScoped
class TestRail implements DepositRail {

    @Override
    public String name() {
        return "TEST";
    }

    @Override
    public boolean booksAtOnce() {
        return true;
    }
}
