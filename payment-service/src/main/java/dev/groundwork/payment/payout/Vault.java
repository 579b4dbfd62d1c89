package dev.groundwork.payment.payout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.logging.Log;

/**
 * Keeps bank details unreadable at rest: AES-256-GCM, bound to the worker, so that a row copied to another worker does not
 * open.
 */
@ApplicationScoped
class Vault {

    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY_BYTES = 32;
    private static final String KEY_FILE = "payout-vault.key";

    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec key;

    Vault(PayoutConfig config) {
        byte[] bytes = config.vaultKey().map(Vault::decode).orElseGet(() -> kept(Path.of(config.dataFolder())));
        this.key = new SecretKeySpec(bytes, "AES");
    }

    byte[] lock(UUID workerId, String text) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] locked = cipher(Cipher.ENCRYPT_MODE, workerId, nonce).doFinal(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.allocate(1 + NONCE_BYTES + locked.length)
                    .put(VERSION)
                    .put(nonce)
                    .put(locked)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("bank details could not be locked", e);
        }
    }

    /** @throws IllegalStateException when the key is not the one that locked it, or the row is another worker's */
    String open(UUID workerId, byte[] locked) {
        if (locked.length <= 1 + NONCE_BYTES || locked[0] != VERSION) {
            throw new IllegalStateException("bank details of worker " + workerId + " are in no known form");
        }
        byte[] nonce = new byte[NONCE_BYTES];
        System.arraycopy(locked, 1, nonce, 0, NONCE_BYTES);
        try {
            byte[] text = cipher(Cipher.DECRYPT_MODE, workerId, nonce)
                    .doFinal(locked, 1 + NONCE_BYTES, locked.length - 1 - NONCE_BYTES);
            return new String(text, StandardCharsets.UTF_8);
        } catch (AEADBadTagException e) {
            throw new IllegalStateException(
                    "bank details of worker " + workerId
                            + " do not open with this key: set groundwork.payment.payout.vault-key"
                            + " to the key that locked them, or restore " + KEY_FILE,
                    e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("bank details could not be opened", e);
        }
    }

    /** {@return a mark by which equal accounts are recognised without opening them} */
    byte[] fingerprint(String account) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getEncoded(), "HmacSHA256"));
            return mac.doFinal(("account:" + account).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private Cipher cipher(int mode, UUID workerId, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(workerId.toString().getBytes(StandardCharsets.US_ASCII));
        return cipher;
    }

    private static byte[] decode(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64.strip());
            if (bytes.length == KEY_BYTES) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw unusable(e);
        }
        throw unusable(null);
    }

    private static IllegalStateException unusable(@org.jspecify.annotations.Nullable Throwable cause) {
        return new IllegalStateException(
                "groundwork.payment.payout.vault-key has to be 32 bytes in base64; make one with: openssl rand -base64 32",
                cause);
    }

    /** The key in the file, which is there whole or not at all: a process killed while it makes one leaves no half of it. */
    private byte[] kept(Path folder) {
        Path file = folder.resolve(KEY_FILE);
        try {
            Files.createDirectories(folder);
            if (!Files.exists(file)) {
                make(folder, file);
            }
            return decode(Files.readString(file));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "no key for payout methods: set groundwork.payment.payout.vault-key, or make "
                            + file.toAbsolutePath() + " writable",
                    e);
        }
    }

    private void make(Path folder, Path file) throws IOException {
        byte[] made = new byte[KEY_BYTES];
        random.nextBytes(made);
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Path whole = Files.createTempFile(folder, KEY_FILE, null, ownerOnly);
        try {
            Files.writeString(whole, Base64.getEncoder().encodeToString(made), StandardOpenOption.DSYNC);
            // A link, unlike a move, leaves the file of another process that was first.
            Files.createLink(file, whole);
            Log.infof("made a key for payout methods in %s: back it up", file.toAbsolutePath());
        } catch (FileAlreadyExistsException e) {
            Log.debug("another process made the key for payout methods", e);
        } finally {
            Files.delete(whole);
        }
    }
}
