package dev.groundwork.payment.bank;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.payment.bank.Statement.Balance;
import dev.groundwork.payment.bank.Statement.Line;
import dev.groundwork.payment.bank.StatementValues.AmountFields;

import org.jspecify.annotations.Nullable;

import static dev.groundwork.payment.bank.StatementValues.credit;
import static dev.groundwork.payment.bank.StatementValues.date;
import static dev.groundwork.payment.bank.StatementValues.number;
import static dev.groundwork.payment.bank.StatementValues.short35;

/** Reads {@code camt.053} and {@code camt.054}. */
final class StatementReader {

    private final BankXml xml;
    private final EntryReader entry;
    private final String kind;
    private final int mostEntries;
    private int entries;

    StatementReader(BankXml xml, String kind, int mostEntries) {
        this.xml = xml;
        this.entry = new EntryReader(xml, mostEntries);
        this.kind = kind;
        this.mostEntries = mostEntries;
    }

    StatementFile read() {
        var file = new FileFields();
        xml.each(message -> {
            if (message.equals("BkToCstmrStmt") || message.equals("BkToCstmrDbtCdtNtfctn")) {
                xml.each(part -> {
                    switch (part) {
                        case "GrpHdr" ->
                            xml.each(field -> {
                                if (field.equals("MsgId")) {
                                    file.messageId = short35(xml.text());
                                }
                            });
                        case "Stmt", "Ntfctn" -> file.statements.add(statement());
                        default -> {
                            // Nothing that matters here.
                        }
                    }
                });
            }
        });
        if (file.messageId.isEmpty() || file.statements.isEmpty()) {
            throw BankXml.malformed("it needs a MsgId and a statement");
        }
        return new StatementFile(kind, file.messageId, kind.startsWith("camt.053"), file.statements);
    }

    private static final class FileFields {
        private String messageId = "";
        private final List<Statement> statements = new ArrayList<>();
    }

    private Statement statement() {
        var fields = new StatementFields();
        xml.each(part -> {
            switch (part) {
                case "Id" -> fields.id = short35(xml.text());
                case "ElctrncSeqNb" -> fields.electronicNumber = number(xml.text());
                case "LglSeqNb" -> fields.legalNumber = number(xml.text());
                case "StmtPgntn" -> pages();
                case "Acct" -> account(fields);
                case "Bal" -> balance(fields);
                case "Ntry" ->
                    entry.read().forEach(line -> {
                        if (++entries > mostEntries) {
                            throw BankFiles.tooMany(mostEntries);
                        }
                        fields.lines.add(line);
                    });
                default -> {
                    // Nothing that matters here.
                }
            }
        });
        if (fields.id.isEmpty() || fields.iban.isEmpty()) {
            throw BankXml.malformed("a statement needs an Id and the IBAN of its account");
        }
        return new Statement(
                fields.id,
                fields.electronicNumber == null ? fields.legalNumber : fields.electronicNumber,
                fields.iban,
                fields.currency,
                fields.opening,
                fields.closing,
                fields.lines);
    }

    private static final class StatementFields {
        private String id = "";
        private String iban = "";
        private @Nullable String currency;
        private @Nullable Long electronicNumber;
        private @Nullable Long legalNumber;
        private @Nullable Balance opening;
        private @Nullable Balance closing;
        private final List<Line> lines = new ArrayList<>();
    }

    /** The balances of a part of a statement are not those of its day. */
    private void pages() {
        xml.each(field -> {
            if (field.equals("LastPgInd") && !xml.text().equals("true")) {
                throw new Unprocessable(
                        "bank-file-unsupported",
                        "The statement is split into pages; ask the bank for whole statements.");
            }
        });
    }

    private void account(StatementFields fields) {
        xml.each(field -> {
            switch (field) {
                case "Id" ->
                    xml.each(choice -> {
                        if (choice.equals("IBAN")) {
                            fields.iban = short35(xml.text().replace(" ", "").toUpperCase(Locale.ROOT));
                        }
                    });
                case "Ccy" -> fields.currency = short35(xml.text());
                default -> {
                    // Owner and bank.
                }
            }
        });
    }

    private void balance(StatementFields fields) {
        var amount = new AmountFields();
        var type = new StringBuilder();
        xml.each(field -> {
            switch (field) {
                case "Tp" ->
                    xml.each(choice -> xml.each(code -> {
                        if (code.equals("Cd")) {
                            type.append(xml.text());
                        }
                    }));
                case "Amt" -> amount.read(xml);
                case "CdtDbtInd" -> amount.credit = credit(xml.text());
                case "Dt" -> amount.on = date(xml);
                default -> {
                    // Nothing that matters here.
                }
            }
        });
        switch (type.toString()) {
            case "OPBD", "PRCD" -> {
                if (fields.opening == null || type.toString().equals("OPBD")) {
                    fields.opening = amount.balance();
                }
            }
            case "CLBD" -> fields.closing = amount.balance();
            default -> {
                // Available and forward balances.
            }
        }
    }
}
