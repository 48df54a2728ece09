// usage: node sim-compare.mjs rounds [sizes]
import { makeBaseline, PartitionCounter, mergeProfiles, summed, comparisonLevels, comparisonOf, comparisonPolicy, distancesOf, Reference } from './dist/index.js';
const uniform=(seed)=>{let s=seed>>>0;return()=>{s=(s+0x6d2b79f5)>>>0;let m=Math.imul(s^(s>>>15),s|1);m^=m+Math.imul(m^(m>>>7),m|61);return((m^(m>>>14))>>>0)/4294967296}};
const zipf=(k,a)=>{const w=Array.from({length:k},(_,i)=>1/(i+1)**a);const t=w.reduce((x,y)=>x+y);let c=0;return w.map(x=>(c+=x/t))};
const z20=zipf(20,1.5), z60=zipf(60,1);
const pick=(cum,u)=>cum.findIndex(c=>u<c);
function events(seed,count,big){const u=uniform(seed);const out=[];
 for(let k=0;k<count;k++){const n=Math.sqrt(-2*Math.log(1-u()))*Math.cos(2*Math.PI*u());
 const features={cat:'c'+pick(z20,u()),wide:'w'+pick(z60,u()),flag:u()<0.02?'y':'n',num:n,few:Math.min(9,Math.floor(-Math.log(1-u())*1.5)),bin:u()<0.03?1:0};
 out.push({source:{topic:'e',partition:0,offset:k,part:0},event:{tenant:'',model:'m',model_version:'1',artefact_digest:'',endpoint:'',request_id:'r'+k,row:0,event_id:'r'+k+'#0',event_time:1e6+k*100,features,prediction:{},principal:{},status:u()<0.01?'error':'ok',error_type:'',sampling_fraction:1,session_id:'',trace_id:'',attributes:{}}})}
 return out}
const rounds=Number(process.argv[2]??100);
const sizes=(process.argv[3]??'300/30000').split(',').map(x=>x.split('/').map(Number));
for(const [na,nb] of sizes){const by={};let diff=0;const t0=Date.now();
 for(let r=0;r<rounds;r++){
  const a=events(1000+r*2,na);const tickN=Math.max(1,Math.floor(na/200));
  const baseline=await makeBaseline({model:'m',model_version:'1',made_from:'x',tick:{kind:'count',events:tickN},segment_fields:[],events:()=>[a]});
  const counter=new PartitionCounter({topic:'e',partition:0,feed:'events',lateness_ms:0,baselineOf:()=>baseline});
  const sums=new Map();let at=0;const drain=()=>{const ps=counter.drain(at,0).profiles;const by=new Map();for(const p of ps){if(!by.has(p.subject))by.set(p.subject,[]);by.get(p.subject).push(p)}
   for(const [s,list] of by){const t=summed(list,list[0].counts.length);const o=sums.get(s);if(!o){sums.set(s,{...t,counts:[...t.counts]})}else{t.counts.forEach((c,i)=>o.counts[i]+=c);for(const k of ['nulls','wrong_type','nans','infinities','below','above'])o[k]+=t[k]}}};
  for(const {source,event} of events(500001+r*2,nb)){counter.takeEvent(source,event);if(++at%500===0)drain();}
  counter.takeWatermark(Infinity);drain();
  const pol=comparisonPolicy(baseline.subjects,0.05);const levels=comparisonLevels(pol);
  const ticks=Math.max(baseline.ticks,Math.ceil(nb/tickN));let any=false;
  for(const subject of baseline.subjects){
   const profile=subject.profiles[0];
   const now=sums.get(subject.subject);
   const side={counts:profile.counts,nulls:profile.nulls,wrong_type:profile.wrong_type,nans:profile.nans??0,infinities:profile.infinities??0,below:0,above:0};
   const distances=distancesOf(profile.counts,now.counts,subject);
   const c=comparisonOf(Reference.of(subject,profile),{subject:subject.subject,a:side,b:now,distances},ticks,levels(subject.subject));
   if(c.different){any=true;const key=subject.subject+' '+c.tests.filter(t=>t.p_value<=c.alpha).map(t=>t.statistic.replace(/share:.*/,'share')).join('+');by[key]=(by[key]??0)+1}
  }
  if(any)diff++;
 }
 console.log(na+'/'+nb,'different',diff,'of',rounds,JSON.stringify(by),((Date.now()-t0)/1000).toFixed(0)+'s');
}
