// SPDX-License-Identifier: BSD-2-Clause
package caesure.rpc;

import caesure.http.CookieFile;
import caesure.http.HttpSettings;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What an operator chooses about JSON-RPC.
 *
 * @param cookie where to leave a password for programs of the same user; nowhere if empty
 * @param readers who may read it
 * @param user of {@code password}; may be empty
 * @param password in clear; if it is empty, there is the cookie instead
 * @param auth further users, {@code user:salt$hash}
 * @param whitelists {@code user:method,method}
 * @param whitelistByDefault whether users without a list may call nothing
 */
public record RpcSettings(
        HttpSettings http,
        Optional<Path> cookie,
        CookieFile.Readers readers,
        String user,
        String password,
        List<String> auth,
        List<String> whitelists,
        Optional<Boolean> whitelistByDefault) {

    public RpcSettings {
        auth = List.copyOf(auth);
        whitelists = List.copyOf(whitelists);
    }

    /** A cookie and nothing else. */
    public static RpcSettings of(HttpSettings http, Path cookie) {
        return new RpcSettings(
                http,
                Optional.of(cookie),
                CookieFile.Readers.OWNER,
                "",
                "",
                List.of(),
                List.of(),
                Optional.empty());
    }

    public RpcSettings withPassword(String name, String word) {
        return new RpcSettings(
                http, cookie, readers, name, word, auth, whitelists, whitelistByDefault);
    }

    public RpcSettings withAuth(List<String> users) {
        return new RpcSettings(
                http, cookie, readers, user, password, users, whitelists, whitelistByDefault);
    }

    public RpcSettings withWhitelists(List<String> lists, Optional<Boolean> byDefault) {
        return new RpcSettings(http, cookie, readers, user, password, auth, lists, byDefault);
    }

    public RpcSettings withCookie(Optional<Path> file, CookieFile.Readers who) {
        return new RpcSettings(
                http, file, who, user, password, auth, whitelists, whitelistByDefault);
    }

    /** Without passwords: this may reach a log. */
    @Override
    public String toString() {
        return "RpcSettings[" + http + ", cookie=" + cookie + "]";
    }
}
