// SPDX-License-Identifier: BSD-2-Clause
package caesure.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.options.Option.Kind;
import caesure.options.Option.Meaning;
import caesure.options.Option.Trait;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class OptionTableTest {
    /** All that bitcoind 31.99 knows, with its wallet and ZeroMQ, hidden ones too. */
    private static final String BITCOIND =
            """
            acceptnonstdtxn acceptstalefeeestimates addnode addresstype alertnotify allowignoredconf
            asmap assumevalid avoidpartialspends bantime bind blockfilterindex blockmaxweight
            blockmintxfee blocknotify blockreconstructionextratxn blockreservedweight blocksdir
            blocksonly blocksxor blockversion bytespersigop capturemessages chain changetype
            checkaddrman checkblockindex checkblocks checklevel checkmempool checkpoints
            choosedatadir cjdnsreachable coinstatsindex conf connect consolidatefeerate daemon
            daemonwait datacarrier datacarriersize datadir dbbatchsize dbcache dbcrashratio debug
            debugexclude debuglogfile deprecatedrpc disablewallet discardfee discover dns dnsseed
            dustrelayfee externalip fallbackfee fastprune fixedseeds forcecompactdb forcednsseed help
            help-debug h ? i2pacceptincoming i2psam inboundrelaypercent includeconf
            incrementalrelayfee ipcbind keypool lang limitancestorcount limitancestorsize
            limitclustercount limitclustersize limitdescendantcount limitdescendantsize listen
            listenonion loadblock logips loglevel loglevelalways logratelimit logsourcelocations
            logthreadnames logtimemicros logtimestamps maxapsfee maxconnections maxmempool
            maxreceivebuffer maxsendbuffer maxsigcachesize maxtipage maxtxfee maxuploadtarget
            mempoolexpiry min minimumchainwork minrelaytxfee mintxfee mocktime natpmp networkactive
            onion onlynet par peerblockfilters peerbloomfilters peertimeout permitbaremultisig
            persistmempool persistmempoolv1 pid port prevoutfetchthreads printpriority
            printtoconsole privatebroadcast proxy proxyrandomize prune regtest reindex
            reindex-chainstate resetguisettings rest rpcallowip rpcauth rpcbind rpccookiefile
            rpccookieperms rpcdoccheck rpcpassword rpcport rpcservertimeout rpcthreads rpcuser
            rpcwhitelist rpcwhitelistdefault rpcworkqueue seednode server settings shrinkdebugfile
            shutdownnotify signer signet signetchallenge signetseednode spendzeroconfchange splash
            startupnotify stopafterblockimport stopatheight test testactivationheight testnet
            testnet4 timeout torcontrol torpassword txconfirmtarget txindex txospenderindex
            txreconciliation txsendrate uacomment uiplatform unsafesqlitesync v2transport vbparams
            version wallet walletbroadcast walletcrosschain walletdir walletnotify walletrbf
            walletrejectlongchains whitebind whitelist whitelistforcerelay whitelistrelay
            zmqpubhashblock zmqpubhashblockhwm zmqpubhashtx zmqpubhashtxhwm zmqpubrawblock
            zmqpubrawblockhwm zmqpubrawtx zmqpubrawtxhwm zmqpubsequence zmqpubsequencehwm
            """;

    private static final String ORIGINAL =
            "h help o outgoing i incoming s serve c m monitor a webui r relay u user v verbose b"
                    + " base packet t testnet logfile daemon";

    private static List<String> missing(String names) {
        var missing = new ArrayList<String>();
        for (String name : names.strip().split("\\s+", -1)) {
            if (OptionTable.find(name).isEmpty()) missing.add(name);
        }
        return missing;
    }

    @Test
    void hasARowForEachOptionOfBitcoindAndOfTheOriginal() {
        assertEquals(List.of(), missing(BITCOIND));
        assertEquals(List.of(), missing(ORIGINAL));
    }

    @Test
    void hasNoNameThatBeginsWithNo() {
        for (Option option : OptionTable.rows()) {
            option.names().forEach(name -> assertFalse(name.startsWith("no"), name));
        }
    }

    @Test
    void saysSomethingOfEachRow() {
        for (Option option : OptionTable.rows()) {
            assertFalse(option.help().isBlank(), option.name());
            assertEquals(option.kind() == Kind.FLAG, option.label().isEmpty(), option.name());
            assertTrue(
                    option.fallback().isEmpty() || option.meaning() == Meaning.EFFECTIVE,
                    option.name());
        }
    }

    @Test
    void keepsSecretsAndNetworksApartAsBitcoindDoes() {
        assertEquals(
                List.of("c"),
                OptionTable.rows().stream()
                        .filter(option -> option.names().contains("c"))
                        .map(Option::name)
                        .toList());
        for (String name : "rpcauth rpcpassword rpcuser torpassword user".split(" ", -1)) {
            assertTrue(OptionTable.row(name).is(Trait.SENSITIVE), name);
        }
        String networkOnly = "addnode bind connect port rpcbind rpcport wallet walletdir";
        assertEquals(
                networkOnly,
                String.join(
                        " ",
                        OptionTable.rows().stream()
                                .filter(option -> option.is(Trait.NETWORK_ONLY))
                                .map(Option::name)
                                .sorted()
                                .toList()));
    }

    @Test
    void knowsEachOptionThatACommandTakes() {
        for (Command command : Command.ALL) {
            command.options().forEach(OptionTable::row);
            assertTrue(command.options().containsAll(command.needed()), command.name());
        }
    }
}
