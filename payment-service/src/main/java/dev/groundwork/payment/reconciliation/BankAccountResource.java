package dev.groundwork.payment.reconciliation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.money.MoneyBody;

import io.agroal.api.AgroalDataSource;
import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/bank-accounts")
@Tag(name = "Finance")
@RolesAllowed({"finance-maker", "finance-checker"})
@RunOnVirtualThread
class BankAccountResource {

    private final AgroalDataSource database;

    BankAccountResource(AgroalDataSource database) {
        this.database = database;
    }

    @GET
    @Operation(
            operationId = "listBankAccounts",
            summary = "The platform's accounts, as far as their statements were read",
            description = "The next statement of an account opens with closing and has the number after lastNumber.")
    public BankAccounts list() {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(
                        "select id, masked, currency, closing_minor, closing_on, last_number from bank_account order by id");
                ResultSet row = statement.executeQuery()) {
            List<BankAccountView> accounts = new ArrayList<>();
            while (row.next()) {
                accounts.add(new BankAccountView(
                        Objects.requireNonNull(row.getObject(1, UUID.class)),
                        row.getString(2),
                        MoneyBody.of(new Money(row.getLong(4), row.getString(3))),
                        Objects.requireNonNull(row.getObject(5, LocalDate.class)),
                        row.getObject(6, Long.class)));
            }
            return new BankAccounts(accounts);
        } catch (SQLException e) {
            throw new IllegalStateException("the accounts at banks cannot be read", e);
        }
    }

    @Schema(name = "BankAccounts")
    record BankAccounts(List<BankAccountView> items) {}

    /** @param closing signed: below zero where the account is overdrawn */
    @Schema(name = "BankAccount")
    record BankAccountView(
            UUID id,
            @Schema(examples = "DE89 **** 3000") String iban,
            MoneyBody closing,
            LocalDate closingOn,
            @Nullable Long lastNumber) {}
}
