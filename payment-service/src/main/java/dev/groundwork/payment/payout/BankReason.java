package dev.groundwork.payment.payout;

import java.util.Map;
import java.util.Set;

/**
 * Why a bank did not carry out a transfer, or sent it back: the ISO 20022 code, what follows from it here, and what the
 * worker reads.
 */
public record BankReason(String code, Follow follow, String meaning) {

    /** What follows from a reason. */
    public enum Follow {
        /** The account cannot be paid: the worker names another one, or corrects it. */
        FIX_METHOD(
                "Check your payout method and save it again, or name another account; then you are paid with the next"
                        + " payout."),
        /** It may work the next time; a second time in a row it is taken for {@link #FIX_METHOD}. */
        RETRY_LATER("You need not do anything: it is tried again with the next payout."),
        /** A person has to look before anything is tried again. */
        STOP("We have to look at this before we pay again, and will tell you; your money is kept for you.");

        private final String whatToDo;

        Follow(String whatToDo) {
            this.whatToDo = whatToDo;
        }

        /** {@return what the worker is told to do} */
        public String whatToDo() {
            return whatToDo;
        }
    }

    /** The code of one who gives no reason. */
    static final String NOT_SAID = "MS03";

    /** Said of payouts that were in a message which a rail refused for something else: it says nothing of their accounts. */
    static final String MESSAGE_REFUSED = "message-refused";

    /** Two people said that the rail never made the payout, as the rail itself did not tell. */
    static final String NOT_MADE = "not-made";

    /** What counts for nothing when there is another reason: it is not the account's. */
    static final Set<String> NOT_OF_ACCOUNTS = Set.of(MESSAGE_REFUSED, NOT_MADE);

    private static final Map<String, BankReason> KNOWN = Map.ofEntries(
            known("AC01", Follow.FIX_METHOD, "The account number is wrong."),
            known("AC03", Follow.FIX_METHOD, "The account number is wrong."),
            known("AC04", Follow.FIX_METHOD, "The account is closed."),
            known("AC06", Follow.FIX_METHOD, "The account is blocked."),
            known("AC13", Follow.FIX_METHOD, "The kind of account cannot be paid."),
            known("AC14", Follow.FIX_METHOD, "The kind of account cannot be paid."),
            known("AG01", Follow.FIX_METHOD, "The account takes no transfers."),
            known("AG02", Follow.RETRY_LATER, "The bank did not take the kind of transfer."),
            known("AM04", Follow.RETRY_LATER, "Our account could not cover the transfer."),
            known("AM05", Follow.RETRY_LATER, "The bank took the transfer for a repetition of another one."),
            known("BE01", Follow.FIX_METHOD, "The name does not belong to the account."),
            known("BE04", Follow.FIX_METHOD, "The address of the account holder is missing or wrong."),
            known("BE05", Follow.RETRY_LATER, "The bank did not recognise who pays."),
            known("CNOR", Follow.FIX_METHOD, "Your bank cannot be reached by such transfers."),
            known("DNOR", Follow.RETRY_LATER, "The bank that pays could not be reached."),
            known("ED05", Follow.RETRY_LATER, "The banks could not settle the transfer."),
            known("MD07", Follow.FIX_METHOD, "The account holder is not known to be alive."),
            known("MS02", Follow.FIX_METHOD, "The account holder did not take the money."),
            known(NOT_SAID, Follow.RETRY_LATER, "The bank gives no reason."),
            known("NARR", Follow.RETRY_LATER, "The bank gives no reason in a form that can be read."),
            known("RC01", Follow.FIX_METHOD, "The BIC does not belong to the bank of the account."),
            known("RR01", Follow.FIX_METHOD, "The bank needs more about the account."),
            known("RR02", Follow.FIX_METHOD, "The bank needs more about the account."),
            known("RR03", Follow.FIX_METHOD, "The bank needs the full name or address of the account holder."),
            known("RR04", Follow.STOP, "A bank has to look at the transfer for a legal reason."),
            known("FRAD", Follow.STOP, "A bank took the transfer for a fraud."),
            known("FR01", Follow.STOP, "A bank took the transfer for a fraud."),
            known("FOCR", Follow.STOP, "The transfer was called back."),
            known("DUPL", Follow.RETRY_LATER, "The bank took the transfer for a repetition of another one."),
            known("TM01", Follow.RETRY_LATER, "The file came too late."),
            known("TECH", Follow.RETRY_LATER, "Something failed at the bank."),
            known(
                    MESSAGE_REFUSED,
                    Follow.RETRY_LATER,
                    "The payouts that were to go together were not taken; your account is not the cause."),
            known(
                    NOT_MADE,
                    Follow.RETRY_LATER,
                    "The provider did not make the payout and did not say so; your account is not the cause."));

    private static Map.Entry<String, BankReason> known(String code, Follow follow, String meaning) {
        return Map.entry(code, new BankReason(code, follow, meaning));
    }

    /** {@return the reason of a code; one that is not known may be tried once more} */
    public static BankReason of(String code) {
        BankReason known = KNOWN.get(code);
        return known != null
                ? known
                : new BankReason(
                        code.isEmpty() ? "NARR" : code, Follow.RETRY_LATER, "The bank gives a reason of its own.");
    }

    BankReason as(Follow other) {
        return new BankReason(code, other, meaning);
    }

    /** Whether it may say something of the account, and so counts when there is another one. */
    boolean isOfAccount() {
        return !NOT_OF_ACCOUNTS.contains(code);
    }

    /** {@return a sentence for the worker, with what to do} */
    String text() {
        return code + ": " + meaning + " " + follow.whatToDo();
    }
}
