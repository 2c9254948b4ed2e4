// What Debezium makes of SQL texts, without a server: the pieces its connector would write to the
// schema history. Reads a file of cases (see tests/golden/ddl), prints one JSON line a text.
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.debezium.antlr.AntlrDdlParser;
import io.debezium.connector.mariadb.antlr.MariaDbAntlrDdlParser;
import io.debezium.connector.mariadb.charset.MariaDbCharsetRegistry;
import io.debezium.connector.mysql.antlr.MySqlAntlrDdlParser;
import io.debezium.connector.mysql.charset.MySqlCharsetRegistry;
import io.debezium.document.ArrayWriter;
import io.debezium.relational.Table;
import io.debezium.relational.TableId;
import io.debezium.relational.Tables;
import io.debezium.relational.ddl.DdlChanges;
import io.debezium.relational.ddl.DdlParserListener;
import io.debezium.relational.history.JsonTableChangeSerializer;
import io.debezium.relational.history.TableChanges;

public class Ddl {
    static final ObjectMapper JSON = new ObjectMapper();
    static final String DB = "app";

    public static void main(String[] args) throws Exception {
        boolean mysql = args[0].equals("mysql");
        StringBuilder out = new StringBuilder();
        for (Case each : cases(Files.readString(Path.of(args[1])))) {
            run(each, parser(mysql), out);
        }
        Files.writeString(Path.of(args[2]), out);
    }

    record Case(String name, List<String> texts) {
    }

    // "#### name" begins a case, an empty line ends a text, "#! why" is not Java's business.
    static List<Case> cases(String file) {
        List<Case> cases = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (String line : (file + "\n\n").split("\n", -1)) {
            if (line.startsWith("#### ") || line.isEmpty()) {
                if (text.length() > 0) {
                    cases.get(cases.size() - 1).texts.add(text.toString());
                    text.setLength(0);
                }
                if (!line.isEmpty()) {
                    cases.add(new Case(line.substring(5), new ArrayList<>()));
                }
            } else if (!line.startsWith("#! ")) {
                text.append(text.length() > 0 ? "\n" : "").append(line);
            }
        }
        return cases;
    }

    static AntlrDdlParser<?, ?> parser(boolean mysql) {
        Tables.TableFilter all = Tables.TableFilter.includeAll();
        return mysql ? new MySqlAntlrDdlParser(true, false, true, all, new MySqlCharsetRegistry())
                : new MariaDbAntlrDdlParser(true, false, true, all, new MariaDbCharsetRegistry());
    }

    static void run(Case each, AntlrDdlParser<?, ?> parser, StringBuilder out) throws Exception {
        Tables tables = new Tables();
        int at = 0;
        for (String text : each.texts) {
            ObjectNode line = JSON.createObjectNode();
            line.put("case", each.name).put("at", at++);
            try {
                parser.setCurrentSchema(DB);
                DdlChanges changes = parser.parse(text, tables);
                line.set("pieces", pieces(changes, tables, text));
            } catch (Exception e) {
                parser.getAndResetDdlChanges();
                line.put("fails", String.valueOf(e.getMessage()).split("\n")[0].replaceAll("(?s)^(.{0,120}).*", "$1"));
            }
            out.append(JSON.writeValueAsString(line)).append("\n");
        }
    }

    static ArrayNode pieces(DdlChanges changes, Tables tables, String text) throws Exception {
        ArrayNode pieces = JSON.createArrayNode();
        if (changes.isEmpty()) {
            piece(pieces, DB, text, new TableChanges());
        } else {
            changes.getEventsByDatabase((db, events) -> events.forEach(event -> add(pieces, db, event, tables)));
        }
        return pieces;
    }

    // As BinlogDatabaseSchema.parseDdl and SchemaChangeEvent tell them.
    static void add(ArrayNode pieces, String db, DdlParserListener.Event event, Tables tables) {
        TableChanges changes = new TableChanges();
        TableId id = event instanceof DdlParserListener.TableEvent table ? table.tableId()
                : event instanceof DdlParserListener.TableIndexEvent index ? index.tableId() : null;
        Table table = id == null ? null : tables.forTable(id);
        if (event instanceof DdlParserListener.TableCreatedEvent) {
            if (table != null) {
                changes.create(table);
            }
        } else if (event instanceof DdlParserListener.TableAlteredEvent altered) {
            if (table != null && altered.previousTableId() != null) {
                changes.rename(table, altered.previousTableId());
            } else if (table != null) {
                changes.alter(table);
            }
        } else if (event instanceof DdlParserListener.TableIndexCreatedEvent) {
            if (table != null) {
                changes.alter(table);
            }
        } else if (event instanceof DdlParserListener.TableDroppedEvent) {
            changes.drop(id);
        } else if (event instanceof DdlParserListener.TableTruncatedEvent) {
            pieces.addObject().put("truncates", id.toDoubleQuotedString());
            return;
        } else if (event instanceof DdlParserListener.SetVariableEvent set && set.order() != 0) {
            return;
        }
        piece(pieces, db == null ? "" : db, event.statement(), changes);
    }

    static void piece(ArrayNode pieces, String db, String ddl, TableChanges changes) {
        try {
            ObjectNode piece = pieces.addObject().put("databaseName", db).put("ddl", ddl);
            String json = ArrayWriter.defaultWriter().write(new JsonTableChangeSerializer().serialize(changes));
            piece.set("tableChanges", JSON.readTree(json));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
