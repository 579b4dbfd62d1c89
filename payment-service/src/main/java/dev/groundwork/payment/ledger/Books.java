package dev.groundwork.payment.ledger;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.groundwork.payment.ledger.Kernel.Balance;
import dev.groundwork.payment.ledger.LedgerTables.LockedBalance;
import dev.groundwork.payment.ledger.LedgerTables.StoredHold;
import dev.groundwork.payment.ledger.PostingEngine.CommandKey;
import dev.groundwork.payment.ledger.PostingEngine.Posted;

/** What the posting path reads and writes, inside of one transaction; tables in a service, memory in a simulation. */
interface Books {

    /** {@return the ids of the commands that are new; the others were answered before} */
    Set<UUID> insertCommands(Map<CommandKey, Command> commands, Map<CommandKey, UUID> ids) throws SQLException;

    /** {@return what was answered the first time, or {@link Receipt#KEY_REUSED} where another request had the key} */
    Map<CommandKey, Receipt> storedReceipts(List<CommandKey> repeats, Map<CommandKey, Command> commands)
            throws SQLException;

    /** {@return the id of every account; those that did not exist are opened} */
    Map<AccountName, Long> accountIds(Set<AccountName> names) throws SQLException;

    /** {@return the balances in the order of their account ids, which is the order in which they were locked} */
    List<LockedBalance> lockBalances(Collection<Long> accountIds) throws SQLException;

    /** {@return the pending transfers of these numbers, by number; whether they are resolved is certain under the locks} */
    List<StoredHold> holds(Set<Long> seqs) throws SQLException;

    /** {@return those of the business keys that were posted before} */
    Set<String> happened(List<String> businessKeys) throws SQLException;

    /** Taken under the locks, so that the numbers of one account's transfers grow in the order of their commits. */
    List<Long> nextSeqs(int count) throws SQLException;

    void insertPostings(List<Posted> posted) throws SQLException;

    void insertTransfers(List<Posted> posted, Map<AccountName, Long> accounts) throws SQLException;

    /** One update an account, however many transfers touched it. */
    void updateBalances(List<LockedBalance> before, List<Balance> after, long lastSeq) throws SQLException;

    void refuse(Map<UUID, String> refused) throws SQLException;
}
