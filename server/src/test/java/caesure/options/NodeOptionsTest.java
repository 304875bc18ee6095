// SPDX-License-Identifier: BSD-2-Clause
package caesure.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.consensus.Deployments;
import caesure.consensus.Network;
import caesure.consensus.Params;
import caesure.options.NodeOptions.Background;
import caesure.options.NodeOptions.Reindex;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

class NodeOptionsTest {
    private static final int CORES = 4;

    @TempDir Path data;

    private NodeOptions read(String... more) throws BadOption {
        var arguments = new ArrayList<>(Arrays.asList(more));
        arguments.add("-datadir=" + data);
        return NodeOptions.of(Arguments.parse(arguments), new Machine(data, CORES));
    }

    private String refusal(String... more) {
        return assertThrows(BadOption.class, () -> read(more)).getMessage();
    }

    @Test
    void hasDefaults() throws BadOption {
        NodeOptions options = read();
        assertEquals(Params.of(Network.MAIN), options.params());
        assertEquals(data, options.dataDir());
        assertEquals(data, options.folder());
        assertEquals(CORES, options.chain().threads());
        assertEquals(options.params().assumeValid(), options.chain().assumeValid());
        assertEquals(options.params().minimumWork(), options.chain().minimumWork());
        assertEquals(OptionalLong.empty(), options.mockTimeS());
        assertEquals(OptionalInt.empty(), options.stopAtHeight());
        assertEquals(Reindex.NONE, options.reindex());
        assertEquals(Background.NONE, options.background());
        assertFalse(options.verbose());
        assertEquals(data.resolve("caesure.pid"), options.pidFile().orElseThrow());
        assertEquals(data.resolve("debug.log"), options.log().file().orElseThrow());
        assertTrue(options.log().timestamps() && options.log().rateLimit());
        assertTrue(options.log().shrink());
        assertFalse(options.log().console() || options.log().micros());
    }

    @Test
    void aDoubleNegationIsDoubted() throws IOException, BadOption {
        Files.writeString(data.resolve("bitcoin.conf"), "noserver=0\n");
        String doubt = "Parsed potentially confusing double-negative -";
        assertEquals(
                List.of(doubt + "listen=0", doubt + "server=0"), read("-nolisten=0").notices());
        assertEquals(List.of(doubt + "server=0"), read("-nolisten").notices());
    }

    @Test
    void readsCommandsThatAreRun() throws BadOption {
        NotifyOptions none = read().commands();
        assertTrue(none.alert().isEmpty() && none.block().isEmpty() && none.startup().isEmpty());
        assertEquals(List.of(), none.shutdown());
        NotifyOptions some =
                read(
                                "-alertnotify=a %s",
                                "-blocknotify=b %s",
                                "-startupnotify=c",
                                "-noblocknotify",
                                "-shutdownnotify=d",
                                "-shutdownnotify=e")
                        .commands();
        assertEquals("a %s", some.alert().orElseThrow());
        assertTrue(some.block().isEmpty());
        assertEquals("c", some.startup().orElseThrow());
        assertEquals(List.of("d", "e"), some.shutdown());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "-1", "x", ""})
    void aPortIsOneThatExists(String port) {
        assertEquals("Invalid port specified in -port: '" + port + "'", refusal("-port=" + port));
    }

    @Test
    void aTipMayBeAsOldAsAnybodyLikes() throws BadOption {
        assertEquals(
                Long.MAX_VALUE,
                read("-maxtipage=" + Long.MAX_VALUE).peers().tipAgeMax().toSeconds());
    }

    @Test
    void takesAVersionForBlocks() throws BadOption {
        assertEquals(OptionalInt.empty(), read().blockVersion());
        assertEquals(OptionalInt.of(1337), read("-blockversion=1337").blockVersion());
        assertEquals(OptionalInt.of(-1), read("-blockversion=-1").blockVersion());
        assertTrue(refusal("-blockversion=2147483648").startsWith("-blockversion=2147483648: "));
    }

    @Test
    void addressesOfPeersAreLoggedOnlyWhenAskedFor() throws BadOption {
        assertFalse(read().peers().logAddresses());
        assertTrue(read("-logips").peers().logAddresses());
    }

    /** As the framework of Bitcoin Core's functional tests starts a node that does not listen. */
    @Test
    void takesWhatTheFunctionalFrameworkAlwaysPasses() throws IOException, BadOption {
        Files.writeString(
                data.resolve("bitcoin.conf"),
                """
                regtest=1
                [regtest]
                port=11000
                rpcport=16000
                rpcservertimeout=99000
                rpcdoccheck=1
                rpcthreads=2
                fallbackfee=0.0002
                server=1
                keypool=1
                discover=0
                dnsseed=0
                fixedseeds=0
                listenonion=0
                peertimeout=999999999
                printtoconsole=0
                natpmp=0
                shrinkdebugfile=0
                unsafesqlitesync=1
                connect=0
                maxconnections=94
                par=2
                prevoutfetchthreads=1
                bind=127.0.0.1
                """);
        NodeOptions options =
                read(
                        "-logtimemicros",
                        "-debug",
                        "-debugexclude=leveldb",
                        "-debugexclude=rand",
                        "-uacomment=testnode0",
                        "-logthreadnames",
                        "-logsourcelocations",
                        "-loglevel=trace",
                        "-nologratelimit",
                        "-v2transport=0",
                        "-disablewallet");
        assertEquals(Network.REGTEST, options.params().network());
        assertEquals(2, options.chain().threads());
        assertEquals(data.resolve("regtest"), options.folder());
        assertEquals(data.resolve("regtest/debug.log"), options.log().file().orElseThrow());
        LogOptions log = options.log();
        assertTrue(log.micros() && log.threadNames() && log.sourceLocations());
        assertFalse(log.rateLimit() || log.shrink() || log.console());
        assertEquals(LogOptions.Level.TRACE, log.level());
        assertEquals(LogOptions.CATEGORIES.size() - 2, log.categories().size());
        assertFalse(log.categories().contains("rand"));
        assertEquals(List.of(), options.warnings(), "stderr stays empty");
    }

    @ParameterizedTest
    @CsvSource({"0, 4", "1, 1", "3, 3", "-1, 3", "-3, 1", "-4, 1", "-1000, 1", "1024, 1024"})
    void countsThreadsAsBitcoindDoes(String par, int threads) throws BadOption {
        assertEquals(threads, read("-par=" + par).chain().threads());
    }

    @Test
    void keepsOnePlaceOfMaxconnectionsForShortCalls() throws BadOption {
        assertEquals(2, read("-maxconnections=13").peers().incoming());
        assertEquals(10, read("-maxconnections=13").peers().outgoing());
        assertEquals(0, read("-maxconnections=10").peers().incoming());
        assertEquals(10, read().peers().incoming());
    }

    @Test
    void takesAnyAgeOfATip() throws BadOption {
        long most = Long.MAX_VALUE;
        assertEquals(most, read("-maxtipage=" + most).peers().tipAgeMax().toSeconds());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "-1", "x", "99999999999", ""})
    void refusesPortsThatAreNone(String port) {
        assertEquals("Invalid port specified in -port: '" + port + "'", refusal("-port=" + port));
    }

    @Test
    void friendsRelayUnlessNothingIsRelayed() throws BadOption {
        assertTrue(read().peers().friends().relay());
        assertFalse(read().peers().friends().forceRelay());
        assertFalse(read("-whitelistrelay=0").peers().friends().relay());
        assertFalse(read("-blocksonly").peers().friends().relay());
        assertTrue(read("-blocksonly", "-whitelistforcerelay").peers().friends().relay());
        assertTrue(read("-whitelistforcerelay").peers().friends().forceRelay());
    }

    @Test
    void testsMayForetellTheAddressBook() throws BadOption {
        assertFalse(read("-regtest").peers().testAddresses());
        assertTrue(read("-regtest", "-test=addrman").peers().testAddresses());
    }

    @Test
    void refusesNumbersThatAreNone() {
        assertEquals("-par=x: it takes a number from -1024 to 1024", refusal("-par=x"));
        assertEquals("-par=1025: it takes a number from -1024 to 1024", refusal("-par=1025"));
        assertEquals(
                "-mocktime=-1: it takes a number from 0 to 4294967295", refusal("-mocktime=-1"));
        assertEquals(
                "-stopatheight=: it takes a number from 0 to 2147483647",
                refusal("-stopatheight="));
    }

    @Test
    void takesHashesAndWorkAsUsersWriteThem() throws BadOption {
        assertTrue(read("-assumevalid=0").chain().assumeValid().isEmpty());
        assertTrue(read("-noassumevalid").chain().assumeValid().isEmpty());
        assertEquals(
                "0".repeat(62) + "ab",
                read("-assumevalid=0xAB").chain().assumeValid().orElseThrow().toString());
        assertEquals(
                "0".repeat(61) + "100",
                read("-minimumchainwork=0x100").chain().minimumWork().toString());
        assertEquals(
                "Invalid minimum work specified (test), must be up to 64 hex digits",
                refusal("-minimumchainwork=test"));
        assertEquals(
                "Invalid minimum work specified ("
                        + "1".repeat(65)
                        + "), must be up to 64 hex digits",
                refusal("-minimumchainwork=" + "1".repeat(65)));
        assertEquals(
                "Invalid assumevalid block hash specified (x), must be up to 64 hex digits (or 0 to"
                        + " disable)",
                refusal("-assumevalid=x"));
    }

    @Test
    void movesSoftForksOnRegtest() throws BadOption {
        Deployments moved =
                read(
                                "-regtest",
                                "-testactivationheight=segwit@7",
                                "-testactivationheight=bip34@2",
                                "-testactivationheight=dersig@3",
                                "-testactivationheight=cltv@4",
                                "-testactivationheight=csv@5")
                        .params()
                        .deployments();
        assertEquals(new Deployments(2, 3, 4, 5, 7), moved);
        String end = " for -testactivationheight=name@height.";
        assertEquals("Invalid format ()" + end, refusal("-regtest", "-testactivationheight="));
        for (String bad : new String[] {"bip34@-2", "bip34@x", "bip34@+1", "bip34@2147483647"}) {
            assertEquals(
                    "Invalid height value (" + bad + ")" + end,
                    refusal("-regtest", "-testactivationheight=" + bad));
        }
        assertEquals(
                "Invalid name (name@2)" + end, refusal("-regtest", "-testactivationheight=name@2"));
        assertEquals(
                "The -testactivationheight option may not be used on mainnet.",
                refusal("-testactivationheight=csv@2"));
        assertEquals(
                "The -testactivationheight option may only be used on regtest.",
                refusal("-signet", "-testactivationheight=csv@2"));
    }

    @Test
    void takesTestnet4RulesOnRegtest() throws BadOption {
        assertFalse(read("-regtest").params().proofOfWork().bip94());
        assertTrue(read("-regtest", "-test=addrman", "-test=bip94").params().proofOfWork().bip94());
        assertEquals("-test=<option> can only be used with regtest", refusal("-test=bip94"));
        assertEquals(
                List.of("Unrecognised option \"x\" provided in -test=<option>."),
                read("-regtest", "-test=x").warnings());
    }

    @Test
    void takesAChallengeForSignetsOnly() throws IOException, BadOption {
        assertEquals(
                ByteString.of(0x51),
                read("-signet", "-signetchallenge=51").params().signetChallenge().orElseThrow());
        assertEquals("-signetchallenge needs -signet", refusal("-signetchallenge=51"));
        assertEquals(
                "-signetchallenge must be hex, not 'abc'.",
                refusal("-signet", "-signetchallenge=abc"));
        assertEquals(
                "-signetchallenge cannot be multiple values.",
                refusal("-signet", "-signetchallenge=abc", "-signetchallenge=abc"));
        Files.writeString(data.resolve("bitcoin.conf"), "signetchallenge=51\n");
        assertEquals(Params.of(Network.MAIN), read().params(), "kept for when it is a signet");
    }

    @Test
    void refusesWhatCountsOnTheMainNetworkOnly() throws IOException, BadOption {
        Files.writeString(data.resolve("bitcoin.conf"), "wallet=foo\nport=1\n");
        assertEquals(
                "Config setting for -port, -wallet only applied on regtest network when in [regtest]"
                        + " section.",
                refusal("-regtest"));
        read();
    }

    @Test
    void takesTheRest() throws BadOption {
        NodeOptions options =
                read(
                        "-signet",
                        "-loadblock=/a",
                        "-loadblock=b",
                        "-reindex-chainstate",
                        "-stopatheight=5",
                        "-mocktime=1700000000",
                        "-daemonwait",
                        "-v",
                        "-nopid",
                        "-nodebuglogfile");
        assertEquals(List.of(Path.of("/a"), Path.of("b").toAbsolutePath()), options.loadBlocks());
        assertEquals(Reindex.CHAINSTATE, options.reindex());
        assertEquals(OptionalInt.of(5), options.stopAtHeight());
        assertEquals(OptionalLong.of(1_700_000_000), options.mockTimeS());
        assertEquals(Background.DAEMON_WAIT, options.background());
        assertTrue(options.verbose());
        assertTrue(options.pidFile().isEmpty());
        assertTrue(options.log().file().isEmpty());
        assertTrue(options.given().contains("Command-line arg: stopatheight=\"5\""));
        assertEquals(Reindex.ALL, read("-reindex", "-reindex-chainstate").reindex());
        assertEquals(Background.DAEMON, read("-daemon").background());
        assertEquals(data.resolve("signet/x"), read("-signet", "-pid=x").pidFile().orElseThrow());
        assertEquals(Path.of("/x/y"), read("-debuglogfile=/x/y").log().file().orElseThrow());
    }

    @Test
    void choosesCategoriesOfTheLog() throws BadOption {
        assertEquals(Set.of("net"), read("-debug=net").log().categories());
        assertEquals(LogOptions.CATEGORIES, read("-debug").log().categories());
        assertEquals(LogOptions.CATEGORIES, read("-debug=1").log().categories());
        assertEquals(Set.of(), read("-nodebug").log().categories());
        assertEquals(
                Set.of("rpc"), read("-debug=all", "-debug=none", "-debug=rpc").log().categories());
        assertEquals(Set.of(), read("-debug=net", "-debugexclude=net").log().categories());
        assertEquals(
                Set.of("rpc"), read("-debug=abc", "-debug=0", "-debug=rpc").log().categories());
        assertEquals("Unsupported logging category -debug=abc.", refusal("-debug=abc"));
        assertEquals(
                "Unsupported logging category -debugexclude=abc.", refusal("-debugexclude=abc"));
    }

    @Test
    void choosesLevelsOfTheLog() throws BadOption {
        LogOptions log = read("-loglevel=info", "-loglevel=net:trace", "-loglevel=rpc:debug").log();
        assertEquals(LogOptions.Level.INFO, log.level());
        assertEquals(LogOptions.Level.TRACE, log.levels().get("net"));
        assertEquals(Set.of("net", "rpc"), log.levels().keySet());
        assertEquals(
                "Unsupported global logging level -loglevel=abc. Valid values: info, debug, trace.",
                refusal("-loglevel=abc"));
        assertEquals(
                "Unsupported global logging level -loglevel=a:info. Valid values: info, debug,"
                        + " trace.",
                refusal("-loglevel=a:info"));
        for (String bad : new String[] {"net:abc", "net:info:abc", "abc:info", "net:error"}) {
            String refused = refusal("-loglevel=" + bad);
            assertTrue(
                    refused.startsWith(
                            "Unsupported category-specific logging level -loglevel="
                                    + bad
                                    + ". Expected -loglevel=<category>:<loglevel>. Valid categories:"
                                    + " addrman, bench, "),
                    refused);
            assertTrue(refused.endsWith(". Valid loglevels: info, debug, trace."), refused);
        }
    }
}
