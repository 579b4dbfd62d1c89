package dev.groundwork.payment.bank;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.problem.InvalidRequest;
import dev.groundwork.kit.problem.StorableText;
import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.payment.bank.Statement.Balance;
import dev.groundwork.payment.bank.Statement.Batch;
import dev.groundwork.payment.bank.Statement.Line;
import dev.groundwork.payment.bank.Statement.Refs;

import org.jspecify.annotations.Nullable;

/**
 * Reads {@code camt.053} and {@code camt.054}. An entry whose details have amounts that sum up to it becomes one line for
 * each; any other entry becomes one line.
 */
final class StatementReader {

    private static final int LONGEST_REFERENCE = 140;

    private final BankXml xml;
    private final String kind;
    private final int mostEntries;
    private int entries;

    StatementReader(BankXml xml, String kind, int mostEntries) {
        this.xml = xml;
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
                case "Ntry" -> entry(fields.lines);
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
                case "Amt" -> amount.read();
                case "CdtDbtInd" -> amount.credit = credit(xml.text());
                case "Dt" -> amount.on = date();
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

    private void entry(List<Line> lines) {
        var entry = new EntryFields();
        xml.each(field -> {
            switch (field) {
                case "Amt" -> entry.amount.read();
                case "CdtDbtInd" -> entry.amount.credit = credit(xml.text());
                case "RvslInd" -> entry.reversal = xml.text().equals("true");
                case "Sts" -> entry.status = xml.text();
                case "BookgDt" -> entry.amount.on = date();
                case "AcctSvcrRef" -> entry.servicerRef = reference(xml.text());
                case "BkTxCd" -> entry.code = code();
                case "NtryDtls" -> details(entry);
                default -> {
                    // Nothing that matters here.
                }
            }
        });
        if (!entry.status.equals("BOOK")) {
            return;
        }
        entry.lines().forEach(line -> {
            if (++entries > mostEntries) {
                throw BankFiles.tooMany(mostEntries);
            }
            lines.add(line);
        });
    }

    private String code() {
        var domain = new StringBuilder();
        var own = new StringBuilder();
        xml.each(part -> xml.each(field -> {
            switch (field) {
                case "Fmly" ->
                    xml.each(family -> {
                        if (family.equals("SubFmlyCd")) {
                            domain.append(xml.text());
                        }
                    });
                case "Cd" -> {
                    if (part.equals("Prtry")) {
                        own.append(xml.text());
                    }
                }
                default -> {
                    // The domain is too wide to tell anything.
                }
            }
        }));
        return short35(domain.isEmpty() ? own.toString() : domain.toString());
    }

    private void details(EntryFields entry) {
        xml.each(part -> {
            switch (part) {
                case "Btch" ->
                    xml.each(field -> {
                        switch (field) {
                            case "PmtInfId" -> entry.paymentInfoId = short35(xml.text());
                            case "NbOfTxs" -> entry.count = number(xml.text());
                            default -> {
                                // The sum is that of the entry.
                            }
                        }
                    });
                case "TxDtls" -> {
                    if (++entry.detailCount > mostEntries) {
                        throw BankFiles.tooMany(mostEntries);
                    }
                    entry.details.add(detail());
                }
                default -> {
                    // Nothing that matters here.
                }
            }
        });
    }

    private DetailFields detail() {
        var detail = new DetailFields();
        xml.each(part -> {
            switch (part) {
                case "Refs" -> references(detail);
                case "Amt" -> detail.amount.read();
                case "AmtDtls" ->
                    xml.each(choice -> {
                        if (choice.equals("TxAmt") && detail.amount.minor < 0) {
                            xml.each(field -> {
                                if (field.equals("Amt")) {
                                    detail.amount.read();
                                }
                            });
                        }
                    });
                case "CdtDbtInd" -> detail.amount.credit = credit(xml.text());
                case "RtrInf" -> returned(detail);
                case "RmtInf" -> remittance(detail);
                case "RltdPties" -> parties(detail);
                default -> {
                    // Nothing that matters here.
                }
            }
        });
        return detail;
    }

    private void references(DetailFields detail) {
        xml.each(field -> {
            switch (field) {
                case "EndToEndId" -> detail.endToEndId = short35(xml.text());
                case "PmtInfId" -> detail.paymentInfoId = short35(xml.text());
                case "AcctSvcrRef" -> detail.servicerRef = reference(xml.text());
                case "UETR" -> detail.uetr = short36(xml.text());
                default -> {
                    // Further names of the same thing.
                }
            }
        });
    }

    private void returned(DetailFields detail) {
        detail.returnReason = "NARR";
        xml.each(field -> {
            if (field.equals("Rsn")) {
                xml.each(choice -> {
                    String code = short35(xml.text());
                    if (!code.isEmpty()) {
                        detail.returnReason = code;
                    }
                });
            }
        });
    }

    private void remittance(DetailFields detail) {
        xml.each(kindOf -> {
            switch (kindOf) {
                case "Ustrd" -> detail.text = reference(detail.text + ' ' + xml.text());
                case "Strd" ->
                    xml.each(part -> {
                        if (part.equals("CdtrRefInf")) {
                            xml.each(field -> {
                                if (field.equals("Ref")) {
                                    detail.creditorRef = short35(xml.text());
                                }
                            });
                        }
                    });
                default -> {
                    // Nothing else exists.
                }
            }
        });
    }

    /** Of a payment that came in the debtor is the other side, else the creditor. */
    private void parties(DetailFields detail) {
        xml.each(role -> {
            switch (role) {
                case "Dbtr" -> detail.debtorName = name();
                case "Cdtr" -> detail.creditorName = name();
                case "DbtrAcct" -> detail.debtorIban = iban();
                case "CdtrAcct" -> detail.creditorIban = iban();
                default -> {
                    // Agents and ultimate parties.
                }
            }
        });
    }

    /** Directly below the role in the older versions, below a party in the newer. */
    private String name() {
        var name = new StringBuilder();
        xml.each(field -> {
            switch (field) {
                case "Nm" -> name.append(xml.text());
                case "Pty" ->
                    xml.each(inner -> {
                        if (inner.equals("Nm")) {
                            name.append(xml.text());
                        }
                    });
                default -> {
                    // Address and the like.
                }
            }
        });
        return reference(name.toString());
    }

    private String iban() {
        var iban = new StringBuilder();
        xml.each(field -> {
            if (field.equals("Id")) {
                xml.each(choice -> {
                    if (choice.equals("IBAN")) {
                        iban.append(xml.text().replace(" ", ""));
                    }
                });
            }
        });
        return iban.length() < 9 || iban.length() > 34
                ? ""
                : iban.substring(0, 4) + " **** " + iban.substring(iban.length() - 4);
    }

    private LocalDate date() {
        var date = new StringBuilder();
        xml.each(choice -> date.append(xml.text()));
        try {
            return LocalDate.parse(date.length() > 10 ? date.substring(0, 10) : date.toString());
        } catch (DateTimeException e) {
            throw BankXml.malformed("a date is none");
        }
    }

    private static boolean credit(String indicator) {
        return switch (indicator) {
            case "CRDT" -> true;
            case "DBIT" -> false;
            default -> throw BankXml.malformed("CdtDbtInd is neither CRDT nor DBIT");
        };
    }

    private static long number(String text) {
        try {
            long number = Long.parseLong(text);
            if (number >= 0 && number < 1_000_000_000_000L) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw BankXml.malformed("a count is no number");
        }
        throw BankXml.malformed("a count is out of range");
    }

    private static String reference(String text) {
        return storable(text, LONGEST_REFERENCE);
    }

    private static String short35(String text) {
        return storable(text, 35);
    }

    private static String short36(String text) {
        return storable(text, 36);
    }

    private static String storable(String text, int most) {
        String stripped = text.strip();
        if (StorableText.faultOf(stripped) != null) {
            throw BankXml.malformed("a text has characters that cannot be stored");
        }
        return stripped.length() <= most
                ? stripped
                : stripped.substring(0, Character.isHighSurrogate(stripped.charAt(most - 1)) ? most - 1 : most);
    }

    /** An amount in minor units with its currency. */
    private final class AmountFields {

        /** Below zero: not there. */
        private long minor = -1;

        private String currency = "";
        private @Nullable Boolean credit;
        private @Nullable LocalDate on;

        void read() {
            String code = xml.attribute("Ccy");
            String text = xml.text();
            try {
                var money = Money.parse(text, code == null ? "" : code);
                currency = money.currency();
                minor = money.minor();
            } catch (InvalidRequest e) {
                throw BankXml.malformed("an amount is none: " + e.code());
            }
        }

        Balance balance() {
            LocalDate day = on;
            if (minor < 0 || credit == null || day == null) {
                throw BankXml.malformed("a balance needs Amt, CdtDbtInd and Dt");
            }
            return new Balance(credit ? minor : -minor, currency, day);
        }
    }

    private final class EntryFields {
        private final AmountFields amount = new AmountFields();
        private boolean reversal;
        private String status = "";
        private String servicerRef = "";
        private String code = "";
        private String paymentInfoId = "";
        private @Nullable Long count;
        private int detailCount;
        private final List<DetailFields> details = new ArrayList<>();

        List<Line> lines() {
            if (amount.minor < 0 || amount.credit == null) {
                throw BankXml.malformed("an entry needs Amt and CdtDbtInd");
            }
            if (amount.minor == 0) {
                return List.of();
            }
            if (details.size() > 1 && detailsSumUp()) {
                return details.stream()
                        .filter(detail -> detail.amount.minor > 0)
                        .map(this::line)
                        .toList();
            }
            if (details.size() == 1) {
                return List.of(line(amount.minor, details.getFirst(), batch(details.getFirst())));
            }
            return List.of(line(amount.minor, new DetailFields(), batch(new DetailFields())));
        }

        private boolean detailsSumUp() {
            long sum = 0;
            try {
                for (DetailFields detail : details) {
                    if (detail.amount.minor < 0
                            || !detail.amount.currency.equals(amount.currency)
                            || (detail.amount.credit != null && !detail.amount.credit.equals(amount.credit))) {
                        return false;
                    }
                    sum = Math.addExact(sum, detail.amount.minor);
                }
            } catch (ArithmeticException e) {
                return false;
            }
            return sum == amount.minor;
        }

        private Line line(DetailFields detail) {
            return line(detail.amount.minor, detail, null);
        }

        /** One transfer that is named is not a batch, though it may be the only one of its block. */
        private @Nullable Batch batch(DetailFields only) {
            String block = paymentInfoId.isEmpty() ? only.paymentInfoId : paymentInfoId;
            if (block.isEmpty() || !only.endToEndId.isEmpty()) {
                return null;
            }
            Long several = count;
            return new Batch(block, several == null ? null : (int) Math.min(Integer.MAX_VALUE, several));
        }

        private Line line(long minor, DetailFields detail, @Nullable Batch batch) {
            boolean credit = Boolean.TRUE.equals(amount.credit);
            return new Line(
                    credit,
                    minor,
                    amount.currency,
                    reversal,
                    amount.on,
                    code,
                    batch,
                    new Refs(
                            detail.endToEndId.equals("NOTPROVIDED") ? "" : detail.endToEndId,
                            detail.servicerRef.isEmpty() ? servicerRef : detail.servicerRef,
                            detail.uetr,
                            detail.creditorRef,
                            detail.text,
                            detail.returnReason,
                            credit ? detail.debtorName : detail.creditorName,
                            credit ? detail.debtorIban : detail.creditorIban));
        }
    }

    private final class DetailFields {
        private final AmountFields amount = new AmountFields();
        private String endToEndId = "";
        private String paymentInfoId = "";
        private String servicerRef = "";
        private String uetr = "";
        private String creditorRef = "";
        private String text = "";
        private String returnReason = "";
        private String debtorName = "";
        private String creditorName = "";
        private String debtorIban = "";
        private String creditorIban = "";
    }
}
