package dev.groundwork.payment.bank;

import java.util.ArrayList;
import java.util.List;

import dev.groundwork.payment.bank.Statement.Batch;
import dev.groundwork.payment.bank.Statement.Line;
import dev.groundwork.payment.bank.Statement.Refs;
import dev.groundwork.payment.bank.StatementValues.AmountFields;

import org.jspecify.annotations.Nullable;

import static dev.groundwork.payment.bank.StatementValues.credit;
import static dev.groundwork.payment.bank.StatementValues.date;
import static dev.groundwork.payment.bank.StatementValues.number;
import static dev.groundwork.payment.bank.StatementValues.reference;
import static dev.groundwork.payment.bank.StatementValues.short35;
import static dev.groundwork.payment.bank.StatementValues.short36;

/**
 * Reads an entry of a statement. One whose details have amounts that sum up to it becomes one line for each; any other becomes one
 * line.
 */
final class EntryReader {

    private final BankXml xml;
    private final int mostEntries;

    EntryReader(BankXml xml, int mostEntries) {
        this.xml = xml;
        this.mostEntries = mostEntries;
    }

    /** {@return the lines of the entry at which the reader stands; none where it is not booked} */
    List<Line> read() {
        var entry = new EntryFields();
        xml.each(field -> {
            switch (field) {
                case "Amt" -> entry.amount.read(xml);
                case "CdtDbtInd" -> entry.amount.credit = credit(xml.text());
                case "RvslInd" -> entry.reversal = xml.text().equals("true");
                case "Sts" -> entry.status = xml.text();
                case "BookgDt" -> entry.amount.on = date(xml);
                case "AcctSvcrRef" -> entry.servicerRef = reference(xml.text());
                case "BkTxCd" -> entry.code = code();
                case "NtryDtls" -> details(entry);
                default -> {
                    // Nothing that matters here.
                }
            }
        });
        return entry.status.equals("BOOK") ? entry.lines() : List.of();
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
                case "Amt" -> detail.amount.read(xml);
                case "AmtDtls" ->
                    xml.each(choice -> {
                        if (choice.equals("TxAmt") && detail.amount.minor < 0) {
                            xml.each(field -> {
                                if (field.equals("Amt")) {
                                    detail.amount.read(xml);
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

    private static final class EntryFields {
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

    private static final class DetailFields {
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
