import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.ko.KoreanAnalyzer;
import org.apache.lucene.analysis.ko.KoreanTokenizer.DecompoundMode;
import org.apache.lucene.analysis.ko.POS;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;

/**
 * Ranks rows by BM25 over nori tokens, for a program at the other end of a pipe.
 *
 * <p>It reads lines, fields separated by tabs: "row GROUP TEXT", then "build" (it says "built"), then "rank TEXT", which it
 * answers with the nanoseconds taken and "GROUP:SCORE" for each row found, best first.
 */
public final class NoriRanker {
  private static final Set<POS.Tag> LEFT_OUT =
      EnumSet.of(POS.Tag.J, POS.Tag.E, POS.Tag.SP, POS.Tag.SF, POS.Tag.SC, POS.Tag.SSC, POS.Tag.SSO, POS.Tag.SY, POS.Tag.SE);

  private NoriRanker() {}

  public static void main(String[] arguments) throws Exception {
    int limit = Integer.parseInt(arguments[0]);
    BooleanQuery.setMaxClauseCount(8192);
    Analyzer analyser = new KoreanAnalyzer(null, DecompoundMode.DISCARD, LEFT_OUT, false);
    ByteBuffersDirectory directory = new ByteBuffersDirectory();
    IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(analyser));
    IndexSearcher searcher = null;
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, true, "UTF-8");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] fields = line.split("\t", 3);
      if (fields[0].equals("row")) {
        Document document = new Document();
        document.add(new TextField("text", fields[2], Field.Store.NO));
        document.add(new StoredField("group", fields[1]));
        writer.addDocument(document);
      } else if (fields[0].equals("build")) {
        writer.forceMerge(1);
        writer.close();
        searcher = new IndexSearcher(DirectoryReader.open(directory));
        System.gc();
        out.println("built");
      } else {
        out.println(rank(analyser, searcher, fields.length > 1 ? fields[1] : "", limit));
      }
    }
  }

  private static String rank(Analyzer analyser, IndexSearcher searcher, String text, int limit) throws Exception {
    long start = System.nanoTime();
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    for (String token : tokens(analyser, text)) {
      query.add(new TermQuery(new Term("text", token)), BooleanClause.Occur.SHOULD);
    }
    StringBuilder answer = new StringBuilder();
    for (ScoreDoc hit : searcher.search(query.build(), limit).scoreDocs) {
      answer.append(' ').append(searcher.doc(hit.doc).get("group")).append(':').append(hit.score);
    }
    return (System.nanoTime() - start) + answer.toString();
  }

  private static Set<String> tokens(Analyzer analyser, String text) throws Exception {
    Set<String> tokens = new LinkedHashSet<>();
    try (TokenStream stream = analyser.tokenStream("text", text)) {
      CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        tokens.add(term.toString());
      }
      stream.end();
    }
    return tokens;
  }
}
