package pdfcheck_test
import ("os";"testing";"math/rand/v2";"time";"bytes";"context";"errors";"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model";"github.com/dkisp-kaltara/elayanan/pkg/pdfcheck")
func TestZZ(t *testing.T){
 seeds:=[][]byte{classic("",page("")...),compressed(page("/OpenAction[3 0 R/Fit]")...),signed(),letter(t,1),rewritten(t,letter(t,1),func(d2 *model.Context){}),update(compressed(page("")...),7,"<</Title(x)>>")}
 toks:=[]string{"1 0 R","2 0 R","3 0 R","4 0 R","5 0 R","6 0 R","<<",">>","[","]","/Length","/Type/ObjStm","/Prev","/Kids","/N 1","/First 3","(",")","obj","endobj","stream\n","endstream","xref","trailer","0","99999999999","-1","/Filter","/FlateDecode","/Extends","/Parent","/W[1 2 1]","/Index[0 9]","%"}
 r:=rand.New(rand.NewPCG(7,uint64(time.Now().UnixNano())))
 c:=newChecker(); reasons:=map[string]int{}; var worst time.Duration
 for end:=time.Now().Add(300*time.Second); time.Now().Before(end);{
  s:=seeds[r.IntN(len(seeds))]; d:=bytes.Clone(s); tail:=bytes.LastIndex(d,[]byte("startxref"))
  body:=d[12:tail]
  for range 1+r.IntN(6){ switch r.IntN(3){case 0: body[r.IntN(len(body))]=byte(r.IntN(256)); case 1: tk:=toks[r.IntN(len(toks))]; p:=r.IntN(len(body)); copy(body[p:],tk); case 2: a,b2,n:=r.IntN(len(body)),r.IntN(len(body)),r.IntN(40); copy(body[a:],body[b2:min(len(body),b2+n)])}}
  os.WriteFile("/dev/shm/zz.pdf",d,0o600)
  st:=time.Now(); err:=c.Check(context.Background(),bytes.NewReader(d),int64(len(d))); if tk:=time.Since(st);tk>worst{worst=tk; t.Log(tk,err); os.WriteFile("/dev/shm/slow.pdf",d,0o600)}
  var rf *pdfcheck.Refusal; if err==nil {reasons["ok"]++} else if errors.As(err,&rf){reasons[string(rf.Reason)]++; if rf.Reason=="malformed"&&bytes.HasPrefix([]byte(rf.Detail),[]byte("panic")){reasons["panic"]++}} else {t.Fatal(err)}
 }
 t.Log(reasons,worst)
}
