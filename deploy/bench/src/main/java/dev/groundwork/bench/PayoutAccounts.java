package dev.groundwork.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Bank accounts of the workers of {@link EarnedMoney}, locked as the service locks them. */
final class PayoutAccounts {

    private static final String ACCOUNT = "{\"holderName\":\"Wanda Puig\",\"iban\":\"ES9121000418450200051332\"}";
    private static final int CHUNK = 10_000;

    private final Database payment;
    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec key = new SecretKeySpec(Base64.getDecoder().decode(Bench.VAULT_KEY), "AES");

    PayoutAccounts(Database payment) {
        this.payment = payment;
    }

    /** Gives one to each of so many workers who has none. */
    void name(long workers) throws IOException {
        try (var reading = payment.connect();
                var writing = payment.connect()) {
            reading.setAutoCommit(false);
            try (var owners = reading.prepareStatement("""
                    select a.owner_id from account a
                    where a.owner_type = 'WORKER' and a.purpose = 'PAYABLE' and a.currency = 'EUR'
                      and not exists (select from payout_method m where m.worker_id = a.owner_id)
                      and a.owner_id in (select md5('bench worker ' || n)::uuid from generate_series(0, ? - 1) n)""")) {
                owners.setFetchSize(CHUNK);
                owners.setLong(1, workers);
                var chunk = new ArrayList<UUID>(CHUNK);
                try (var row = owners.executeQuery()) {
                    while (row.next()) {
                        chunk.add(row.getObject(1, UUID.class));
                        if (chunk.size() == CHUNK) {
                            name(writing, chunk);
                            chunk.clear();
                        }
                    }
                }
                name(writing, chunk);
            }
        } catch (SQLException | GeneralSecurityException refused) {
            throw new IOException("the workers' bank accounts could not be written", refused);
        }
        payment.run("vacuum analyze payout_method");
    }

    private void name(Connection tx, List<UUID> workers) throws SQLException, GeneralSecurityException {
        var details = new byte[workers.size()][];
        for (int i = 0; i < details.length; i++) {
            details[i] = locked(workers.get(i));
        }
        try (var insert = tx.prepareStatement("""
                insert into payout_method (id, worker_id, rail, details, fingerprint, masked, changed_by, created_at)
                select uuidv7(), worker_id, 'SEPA', details, sha256('ES9121000418450200051332'), 'ES91 **** 1332',
                       worker_id::text, now() - interval '1 year'
                from unnest(?::uuid[], ?::bytea[]) as t (worker_id, details)""")) {
            insert.setArray(1, tx.createArrayOf("uuid", workers.toArray()));
            insert.setArray(2, tx.createArrayOf("bytea", details));
            insert.executeUpdate();
        }
    }

    /** A version, a nonce, and AES-GCM bound to the worker. */
    private byte[] locked(UUID worker) throws GeneralSecurityException {
        var nonce = new byte[12];
        random.nextBytes(nonce);
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, nonce));
        cipher.updateAAD(worker.toString().getBytes(StandardCharsets.US_ASCII));
        var text = cipher.doFinal(ACCOUNT.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.allocate(1 + nonce.length + text.length)
                .put((byte) 1)
                .put(nonce)
                .put(text)
                .array();
    }
}
