/* A peer of the benchmarks: Lucene with its own analyzer for the language and BM25 as it
 * comes. Title and text are one field with positions; a query is the OR of its words.
 *
 *   LucenePeer index INDEX LANG FILE.jsonl[.gz]...
 *   LucenePeer batch INDEX LANG QUERIES.tsv [--limit N] [--run NAME]
 *   LucenePeer time INDEX LANG QUERIES.tsv PASSES     as query_cost.cc
 *
 * LANG: english, russian, or none (StandardAnalyzer).
 */
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.ru.RussianAnalyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.QueryBuilder;

public final class LucenePeer {
    private static final String FIELD = "text";

    private static Analyzer analyzer(String language) {
        switch (language) {
        case "english":
            return new EnglishAnalyzer();
        case "russian":
            return new RussianAnalyzer();
        case "none":
            return new StandardAnalyzer();
        default:
            throw new IllegalArgumentException("unknown language " + language);
        }
    }

    private static BufferedReader reader(String path) throws IOException {
        InputStream in = new FileInputStream(path);
        if (path.endsWith(".gz"))
            in = new GZIPInputStream(in, 1 << 16);
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 16);
    }

    private static String member(JsonObject object, String key) {
        JsonElement value = object.get(key);
        return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
    }

    private static void index(String path, String language, String[] files) throws IOException {
        IndexWriterConfig config = new IndexWriterConfig(analyzer(language));
        config.setOpenMode(IndexWriterConfig.OpenMode.CREATE);
        config.setSimilarity(new BM25Similarity());
        config.setRAMBufferSizeMB(128);
        try (Directory folder = FSDirectory.open(Paths.get(path));
             IndexWriter writer = new IndexWriter(folder, config)) {
            for (String file : files) {
                try (BufferedReader lines = reader(file)) {
                    addLines(writer, lines);
                }
            }
        }
    }

    /* Lines are taken one by one, parsed and added by $PEER_THREADS threads. */
    private static void addLines(IndexWriter writer, BufferedReader lines) throws IOException {
        String count = System.getenv("PEER_THREADS");
        List<Thread> threads = new ArrayList<>();
        AtomicReference<Exception> failure = new AtomicReference<>();
        for (int i = count == null ? 1 : Integer.parseInt(count); i > 0; i--) {
            Thread thread = new Thread(() -> {
                try {
                    for (String line; failure.get() == null && (line = next(lines)) != null;)
                        if (!line.isBlank())
                            writer.addDocument(document(line));
                } catch (IOException | RuntimeException e) {
                    failure.set(e);
                }
            });
            threads.add(thread);
            thread.start();
        }
        try {
            for (Thread thread : threads)
                thread.join();
        } catch (InterruptedException e) {
            failure.set(e);
        }
        if (failure.get() != null)
            throw new IOException(failure.get());
    }

    private static String next(BufferedReader lines) throws IOException {
        synchronized (lines) {
            return lines.readLine();
        }
    }

    private static Document document(String line) {
        JsonObject object = JsonParser.parseString(line).getAsJsonObject();
        String title = member(object, "title");
        String text = member(object, "text");
        if (text.isEmpty())
            text = member(object, "body");
        Document document = new Document();
        document.add(new StringField("id", member(object, "id"), Field.Store.YES));
        document.add(new TextField(FIELD, title, Field.Store.YES));
        document.add(new TextField(FIELD, text, Field.Store.YES));
        document.add(new StringField("author", member(object, "author"), Field.Store.YES));
        return document;
    }

    private static void batch(String path, String language, String queries, int limit, String run)
        throws IOException {
        PrintStream out = new PrintStream(
            new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        try (Directory folder = FSDirectory.open(Paths.get(path));
             DirectoryReader index = DirectoryReader.open(folder);
             BufferedReader lines = reader(queries)) {
            IndexSearcher searcher = new IndexSearcher(index);
            searcher.setSimilarity(new BM25Similarity());
            QueryBuilder builder = new QueryBuilder(analyzer(language));
            StoredFields stored = searcher.storedFields();
            for (String line; (line = lines.readLine()) != null;) {
                int tab = line.indexOf('\t');
                if (tab < 0)
                    continue;
                Query query = builder.createBooleanQuery(
                    FIELD, line.substring(tab + 1), BooleanClause.Occur.SHOULD);
                if (query == null)
                    continue; /* stop words alone */
                int rank = 0;
                for (ScoreDoc hit : searcher.search(query, limit).scoreDocs) {
                    String id = stored.document(hit.doc).get("id");
                    out.println(String.format(Locale.ROOT, "%s Q0 %s %d %.6f %s",
                                              line.substring(0, tab), id, ++rank, hit.score, run));
                }
            }
        }
        out.flush();
        if (out.checkError())
            throw new IOException("cannot write the run: is the disk full?");
    }

    private static Query query(QueryBuilder builder, String kind, String text) {
        switch (kind) {
        case "and":
            return builder.createBooleanQuery(FIELD, text, BooleanClause.Occur.MUST);
        case "phrase":
            return builder.createPhraseQuery(FIELD, text);
        case "prefix":
            return new PrefixQuery(new Term(FIELD, text));
        case "fuzzy":
            return new FuzzyQuery(new Term(FIELD, text), 1);
        case "filter": {
            int last = text.lastIndexOf(' ');
            Query words = query(builder, "or", text.substring(0, last));
            Term author = new Term("author", text.substring(last + 1));
            if (words == null)
                return null;
            return new BooleanQuery.Builder()
                .add(words, BooleanClause.Occur.MUST)
                .add(new TermQuery(author), BooleanClause.Occur.FILTER)
                .build();
        }
        default:
            return builder.createBooleanQuery(FIELD, text, BooleanClause.Occur.SHOULD);
        }
    }

    private static int ask(IndexSearcher searcher, StoredFields stored, Analyzer analyzer,
                           String kind, String text) throws IOException {
        Query query = query(new QueryBuilder(analyzer), kind, text);
        if (query == null)
            return 0; /* stop words alone */
        TopDocs hits = searcher.search(query, 10);
        for (ScoreDoc hit : hits.scoreDocs) {
            if (kind.equals("records"))
                stored.document(hit.doc);
            else
                stored.document(hit.doc, Set.of("id"));
        }
        if (kind.equals("snippets"))
            UnifiedHighlighter.builder(searcher, analyzer).build().highlight(FIELD, query, hits);
        return hits.scoreDocs.length;
    }

    private static void time(String path, String language, String queries, int passes)
        throws IOException {
        PrintStream out = new PrintStream(
            new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        List<String[]> asked = new ArrayList<>();
        try (BufferedReader lines = reader(queries)) {
            for (String line; (line = lines.readLine()) != null;)
                asked.add(line.split("\t"));
        }
        try (Directory folder = FSDirectory.open(Paths.get(path));
             DirectoryReader index = DirectoryReader.open(folder)) {
            IndexSearcher searcher = new IndexSearcher(index);
            StoredFields stored = searcher.storedFields();
            Analyzer analyzer = analyzer(language);
            for (; passes > 0; passes--) {
                for (String[] fields : asked) {
                    boolean known = !fields[0].equals("stop-word phrase"); /* it drops them */
                    long begin = clock.getCurrentThreadCpuTime();
                    int hits = known ? ask(searcher, stored, analyzer, fields[1], fields[2]) : -1;
                    long spent = clock.getCurrentThreadCpuTime() - begin;
                    if (passes == 1)
                        out.println(String.format(Locale.ROOT, "%s\t%.1f\t%d", fields[0],
                                                  spent / 1e3, hits));
                }
            }
        }
        out.flush();
    }

    public static void main(String[] args) throws IOException {
        if (args.length >= 4 && args[0].equals("index")) {
            index(args[1], args[2], Arrays.copyOfRange(args, 3, args.length));
            return;
        }
        if (args.length == 5 && args[0].equals("time")) {
            time(args[1], args[2], args[3], Integer.parseInt(args[4]));
            return;
        }
        if (args.length < 4 || !args[0].equals("batch"))
            throw new IllegalArgumentException("usage: index|batch INDEX LANG FILE [OPTION]...");
        int limit = 100;
        String run = "lucene";
        for (int i = 4; i < args.length; i += 2) {
            if (i + 1 < args.length && args[i].equals("--limit"))
                limit = Integer.parseInt(args[i + 1]);
            else if (i + 1 < args.length && args[i].equals("--run"))
                run = args[i + 1];
            else
                throw new IllegalArgumentException("unknown or unfinished option " + args[i]);
        }
        batch(args[1], args[2], args[3], limit, run);
    }
}
