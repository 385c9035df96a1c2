/**
 * The part that all byte modules share.
 *
 * Bounds: every byte test of a rule fails at a line feed, and at a carriage return unless it lies before the end. So where
 * `bytes[end]` is one of these, no rule can run past `end` and nothing needs to be checked while matching. Otherwise the
 * last line is copied, with a line feed behind it, and parsed from the copy.
 *
 * Interning: the texts of a log repeat, so short ones are looked up by their bytes in a table of fixed size, where a newer
 * text simply takes the place of an older one.
 */
export const BYTE_RUNTIME = String.raw`
let $bytes: Uint8Array=new Uint8Array(1),$end=0,$position=-1,$lastPosition=0,$origin=0;
let $input: Uint8Array=$bytes,$view: Uint8Array=$bytes;
let $hasCopy=false,$copy: Uint8Array=new Uint8Array(4096),$copyStart=0,$copyLength=0;

/**
 * Sets the bytes to parse: all before \`end\`, which is the end of a line, or of a chunk whose lines end with line feeds.
 * Bytes from \`end\` on are never looked at beyond \`bytes[end]\`. Fastest when \`bytes[end]\` is a line feed or a
 * carriage return; otherwise the last line is copied once per call.
 */
export function setInput(bytes: Uint8Array, end: number): void {
  // A plain view keeps all accesses on one kind of array, whether the caller has a Buffer or not.
  if(bytes!==$input){$input=bytes;$view=new Uint8Array(bytes.buffer,bytes.byteOffset,bytes.byteLength);}
  $bytes=$view;$end=end;$origin=0;
  const last=end<bytes.length?bytes[end]:0;
  $hasCopy=last!==10&&last!==13;
  if($hasCopy)$copyLastLine(end);
}

/** Index after the last successful match. */
export function position(): number {
  return $lastPosition;
}

function $copyLastLine(end){
  $copyStart=end===0?0:$view.lastIndexOf(10,end-1)+1;
  $copyLength=end-$copyStart;
  if($copy.length<=$copyLength)$copy=new Uint8Array(2*$copyLength);
  $copy.set($view.subarray($copyStart,end));
  $copy[$copyLength]=10;
}

function $selectLine(position){
  if(position>=$copyStart){$bytes=$copy;$end=$copyLength;$origin=$copyStart;}
  else{$bytes=$view;$end=$copyStart-1;$origin=0;}
}

const $powersOfTen=[1,1e1,1e2,1e3,1e4,1e5,1e6,1e7,1e8,1e9,1e10,1e11,1e12,1e13,1e14,1e15];
function $longNumber(from,to){return Number($decode(from,to).replace(",","."));}

const $decoder=new TextDecoder("utf-8",{ignoreBOM:true});
// Node's own decoder costs a fraction of TextDecoder for short texts and gives the same result.
const $utf8Slice=globalThis.Buffer?.prototype?.utf8Slice;
function $decode(from,to){
  return $utf8Slice===undefined?$decoder.decode($bytes.subarray(from,to)):$utf8Slice.call($bytes,from,to);
}

const $internedTexts=new Array(4096).fill(""),$internedBytes=new Array(4096).fill(null);
function $text(from,to){
  const length=to-from,b=$bytes;
  if(length===0)return "";
  if(length>64)return $decode(from,to);
  let hash=length;
  for(let i=from;i<to;i++)hash=(Math.imul(hash,31)+b[i])|0;
  const slot=(hash^(hash>>>15))&4095,known=$internedBytes[slot];
  if(known!==null&&known.length===length){
    let i=0;
    while(i<length&&known[i]===b[from+i])i++;
    if(i===length)return $internedTexts[slot];
  }
  const text=$decode(from,to);
  $internedBytes[slot]=b.slice(from,to);
  $internedTexts[slot]=text;
  return text;
}

// Stops at the end of the line at the latest, because no literal holds a line break.
function $follows(b,p,bytes){
  for(let i=0;i<bytes.length;i++)if(b[p+i]!==bytes[i])return false;
  return true;
}

// Tables by byte, written as run lengths and values in turn.
function $table(Type,runs){
  const table=new Type(256);
  let index=0;
  for(let run=0;run<runs.length;run+=2){table.fill(runs[run+1],index,index+runs[run]);index+=runs[run];}
  return table;
}

// End of the character at p, one replacement character of the UTF-8 decoder counting as one character.
function $characterEnd(p){
  const lead=$bytes[p];let count=0,low=128,high=191;
  if(lead>=194&&lead<=223)count=1;
  else if(lead>=224&&lead<=239){count=2;if(lead===224)low=160;else if(lead===237)high=159;}
  else if(lead>=240&&lead<=244){count=3;if(lead===240)low=144;else if(lead===244)high=143;}
  p++;
  for(;count>0&&$bytes[p]>=low&&$bytes[p]<=high;count--){p++;low=128;high=191;}
  return p;
}
`.replaceAll("\\`", "`");
