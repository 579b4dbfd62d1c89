package dev.groundwork.payment.bank;

import java.io.InputStream;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

import dev.groundwork.kit.problem.TooLarge;
import dev.groundwork.kit.problem.Unprocessable;

/**
 * Reads what banks send: {@code pain.002}, {@code camt.053} and {@code camt.054}, of any version. Pure; memory grows with the
 * number of movements, which is bounded, and not with the file.
 */
public final class BankFiles {

    private static final Pattern NAMESPACE =
            Pattern.compile("urn:iso:std:iso:20022:tech:xsd:((?:pain\\.002|camt\\.05[34])\\.\\d{3}\\.\\d{2})");

    private BankFiles() {}

    /**
     * @param mostBytes how long a file may be
     * @param mostEntries how many movements, or reported transfers, it may have
     * @throws Unprocessable {@code bank-file-malformed}, {@code bank-file-unsupported}
     * @throws TooLarge {@code bank-file-too-large}
     */
    public static BankFile read(InputStream in, long mostBytes, int mostEntries) {
        try (var xml = new BankXml(in, mostBytes)) {
            var found = new AtomicReference<BankFile>();
            xml.each(root -> {
                var kind = NAMESPACE.matcher(xml.namespace());
                if (!root.equals("Document") || !kind.matches()) {
                    throw new Unprocessable(
                            "bank-file-unsupported",
                            "This is no pain.002, camt.053 or camt.054 of ISO 20022; those are read here. Choose one of them at the"
                                    + " bank.");
                }
                var name = kind.group(1);
                found.set(
                        name.startsWith("pain")
                                ? new StatusReportReader(xml, name, mostEntries).read()
                                : new StatementReader(xml, name, mostEntries).read());
            });
            BankFile file = found.get();
            if (file == null) {
                throw BankXml.malformed("it is empty");
            }
            return file;
        }
    }

    static TooLarge tooMany(int most) {
        return new TooLarge(
                "bank-file-too-large",
                "The file has more than " + most + " movements; ask the bank for smaller files, or raise"
                        + " groundwork.payment.bank.most-entries.");
    }
}
