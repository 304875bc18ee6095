// SPDX-License-Identifier: BSD-2-Clause
package caesure.http;

import caesure.bytes.Hex;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A user and how to know him, without his password.
 *
 * @param salt the key of the HMAC, as text
 * @param hash HMAC-SHA-256 of the password, in lower-case hexadecimal digits
 */
public record Login(String user, String salt, String hash) {
    private static final int SALT_BYTES = 16;

    /**
     * Reads {@code user:salt$hash}, as bitcoind's -rpcauth takes it and its rpcauth.py writes it.
     *
     * @return empty if the text is no such
     */
    public static Optional<Login> parse(String text) {
        String[] user = text.split(":", -1);
        if (user.length != 2) return Optional.empty();
        String[] secret = user[1].split("\\$", -1);
        if (secret.length != 2) return Optional.empty();
        return Optional.of(new Login(user[0], secret[0], secret[1]));
    }

    /** A user with a password, which is forgotten here. */
    public static Login of(String user, String password, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        String key = Hex.of(salt);
        return new Login(user, key, hmac(key, password));
    }

    /** Whether these are the user's words. Takes the same time for each wrong password. */
    boolean is(String name, String password) {
        boolean known = equal(user, name);
        boolean right = equal(hash, hmac(salt, password)); // computed for strangers too
        return known && right;
    }

    private static boolean equal(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static String hmac(String key, String text) {
        // an empty key is refused by the JDK; HMAC fills keys up with zeros anyhow
        byte[] bytes = key.isEmpty() ? new byte[1] : key.getBytes(StandardCharsets.UTF_8);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
            return Hex.of(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }

    /** Without the hash: this may reach a log. */
    @Override
    public String toString() {
        return "Login of " + user;
    }
}
