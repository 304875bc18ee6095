// SPDX-License-Identifier: BSD-2-Clause
package caesure.interop;

import caesure.bytes.ByteString;

import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real bitcoind on regtest, without peers, that judges beside us. The environment variable {@code
 * CAESURE_BITCOIND} names the program; where it is not set, the tests that want one are skipped.
 */
final class Bitcoind implements AutoCloseable {
    private static final Duration START_MAX = Duration.ofSeconds(60);
    private static final Pattern RESULT =
            Pattern.compile("\"result\":(null|\"(?:[^\"\\\\]|\\\\.)*\"|[^,}]*)");

    private final Process process;
    private final Path folder;
    private final int port;
    private final HttpClient http = HttpClient.newHttpClient();

    private Bitcoind(Process process, Path folder, int port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    /** Starts one in an empty folder and waits until it answers. */
    static Bitcoind start(Path folder, String... options) throws IOException, InterruptedException {
        String program = System.getenv("CAESURE_BITCOIND");
        Assumptions.assumeTrue(program != null, "skipped: CAESURE_BITCOIND names no bitcoind");
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        var command = new ArrayList<String>();
        command.add(program);
        command.addAll(List.of("-regtest", "-server", "-listen=0", "-noconnect", "-dnsseed=0"));
        command.addAll(List.of("-discover=0", "-printtoconsole=0", "-checkmempool=0"));
        command.add("-datadir=" + folder);
        command.add("-rpcport=" + port);
        command.addAll(List.of(options));
        var process = new ProcessBuilder(command).inheritIO().start();
        var bitcoind = new Bitcoind(process, folder, port);
        bitcoind.awaitAnswer();
        return bitcoind;
    }

    /**
     * What bitcoind says of a block: its reject reason, or empty if it has it now.
     *
     * @return "inconclusive" for a block that it stored on a branch with less work
     */
    Optional<String> submit(ByteString block) throws IOException, InterruptedException {
        String result = call("submitblock", "\"" + block + "\"");
        if (result.equals("null")) return Optional.empty();
        return Optional.of(result.substring(1, result.length() - 1));
    }

    /** Calls a method with JSON parameters and gives back the result as JSON text. */
    String call(String method, String... parameters) throws IOException, InterruptedException {
        String body =
                "{\"method\":\"%s\",\"params\":[%s],\"id\":1}"
                        .formatted(method, String.join(",", parameters));
        String cookie = Files.readString(folder.resolve("regtest/.cookie"));
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                        .header(
                                "Authorization",
                                "Basic "
                                        + Base64.getEncoder()
                                                .encodeToString(
                                                        cookie.getBytes(StandardCharsets.UTF_8)))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        String answer = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        Matcher result = RESULT.matcher(answer);
        if (!result.find()) throw new IOException(method + ": " + answer);
        return result.group(1);
    }

    private void awaitAnswer() throws IOException, InterruptedException {
        long end = System.nanoTime() + START_MAX.toNanos();
        while (true) {
            try {
                if (call("getblockcount").matches("\\d+")) return;
            } catch (IOException e) {
                if (!process.isAlive()) throw new IOException("bitcoind ended", e);
                if (System.nanoTime() > end) throw new IOException("bitcoind does not answer", e);
            }
            process.waitFor(100, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy(); // SIGTERM: bitcoind stops cleanly
        process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
        http.close();
    }
}
