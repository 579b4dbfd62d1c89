package dev.groundwork.payment.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import static dev.groundwork.payment.ledger.LedgerTables.array;
import static dev.groundwork.payment.ledger.LedgerTables.uuid;

/** Accounts by their names: who is named for the first time gets an account, with the side and the floor of its purpose. */
final class AccountTable {

    private final Connection tx;

    AccountTable(Connection tx) {
        this.tx = tx;
    }

    /** {@return the id of each} */
    Map<AccountName, Long> ids(Set<AccountName> names) throws SQLException {
        Map<AccountName, Long> ids = find(names);
        if (ids.size() < names.size()) {
            var missing = new LinkedHashSet<>(names);
            missing.removeAll(ids.keySet());
            open(missing);
            ids.putAll(find(missing));
        }
        return ids;
    }

    private Map<AccountName, Long> find(Collection<AccountName> names) throws SQLException {
        try (var statement = tx.prepareStatement("""
                select a.id, a.owner_type, a.owner_id, a.purpose, a.currency
                from unnest(?::text[], ?::uuid[], ?::text[], ?::text[]) as n (owner_type, owner_id, purpose, currency)
                         join account a using (owner_type, owner_id, purpose, currency)""")) {
            bindNames(statement, names);
            Map<AccountName, Long> ids = HashMap.newHashMap(names.size());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    ids.put(
                            new AccountName(
                                    AccountName.Owner.valueOf(rows.getString(2)),
                                    uuid(rows, 3),
                                    Purpose.valueOf(rows.getString(4)),
                                    rows.getString(5)),
                            rows.getLong(1));
                }
            }
            return ids;
        }
    }

    private void open(Collection<AccountName> names) throws SQLException {
        List<AccountName> sorted = names.stream()
                .sorted(Comparator.comparing(AccountName::owner)
                        .thenComparing(AccountName::ownerId)
                        .thenComparing(AccountName::purpose)
                        .thenComparing(AccountName::currency))
                .toList();
        try (var statement = tx.prepareStatement("""
                with opened as (
                    insert into account (owner_type, owner_id, purpose, currency, normal_side, floor_minor)
                    select * from unnest(?::text[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::bigint[])
                    on conflict (owner_type, owner_id, purpose, currency) do nothing
                    returning id, normal_side, floor_minor)
                insert into account_balance (account_id, normal_side, floor_minor)
                select id, normal_side, floor_minor from opened""")) {
            bindNames(statement, sorted);
            array(
                    statement,
                    5,
                    "text",
                    sorted.stream().map(name -> name.purpose().side().code()).toArray(String[]::new));
            array(
                    statement,
                    6,
                    "bigint",
                    sorted.stream().map(name -> name.purpose().floorMinor()).toArray(Long[]::new));
            statement.executeUpdate();
        }
    }

    private static void bindNames(PreparedStatement statement, Collection<AccountName> names) throws SQLException {
        array(
                statement,
                1,
                "text",
                names.stream().map(name -> name.owner().name()).toArray(String[]::new));
        array(statement, 2, "uuid", names.stream().map(AccountName::ownerId).toArray(UUID[]::new));
        array(
                statement,
                3,
                "text",
                names.stream().map(name -> name.purpose().name()).toArray(String[]::new));
        array(statement, 4, "text", names.stream().map(AccountName::currency).toArray(String[]::new));
    }
}
