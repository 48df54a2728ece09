import { makeBaseline, comparisonLevels, comparisonOf, comparisonPolicy, distancesOf, Reference } from './dist/index.js';
import { makeBinner, binCount } from './dist/binner.js';
const uniform=(seed)=>{let s=seed>>>0;return()=>{s=(s+0x6d2b79f5)>>>0;let m=Math.imul(s^(s>>>15),s|1);m^=m+Math.imul(m^(m>>>7),m|61);return((m^(m>>>14))>>>0)/4294967296}};
const zipf=(k,a)=>{const w=Array.from({length:k},(_,i)=>1/(i+1)**a);const t=w.reduce((x,y)=>x+y);let c=0;return w.map(x=>(c+=x/t))};
const z20=zipf(20,1.5), z60=zipf(60,1);
const pick=(cum,u)=>{let i=0;while(i<cum.length-1&&u>=cum[i])i++;return i};
const fs=process.env.F?.split(',');
const gens={cat:u=>'c'+pick(z20,u()),wide:u=>'w'+pick(z60,u()),flag:u=>u()<0.02?'y':'n',num:u=>Math.sqrt(-2*Math.log(1-u()))*Math.cos(2*Math.PI*u()),few:u=>Math.min(9,Math.floor(-Math.log(1-u())*1.5)),bin:u=>u()<0.03?1:0};
const names=Object.keys(gens).filter(n=>!fs||fs.includes(n));
const rounds=Number(process.argv[2]??100);
const sizes=(process.argv[3]??'300/30000,3000/3000,3000/60000').split(',').map(x=>x.split('/').map(Number));
for(const [na,nb] of sizes){const by={};let diff=0;const t0=Date.now();
 for(let r=0;r<rounds;r++){
  const u=uniform(1000+r*2+na*7);const a=[];
  for(let k=0;k<na;k++){const features={};for(const n of names)features[n]=gens[n](u);
   a.push({source:{topic:'e',partition:0,offset:k,part:0},event:{tenant:'',model:'m',model_version:'1',artefact_digest:'',endpoint:'',request_id:'r'+k,row:0,event_id:'r'+k+'#0',event_time:1e6+k*100,features,prediction:{},principal:{},status:u()<0.01?'error':'ok',error_type:'',sampling_fraction:1,session_id:'',trace_id:'',attributes:{}}})}
  const tickN=Math.max(1,Math.floor(na/200));
  const baseline=await makeBaseline({model:'m',model_version:'1',made_from:'x',tick:{kind:'count',events:tickN},segment_fields:[],events:()=>[a]});
  const pol=comparisonPolicy(baseline.subjects,0.05);const levels=comparisonLevels(pol);
  const ticks=Math.max(baseline.ticks,Math.ceil(nb/tickN));let any=false;
  for(const subject of baseline.subjects){
   if(subject.derived!==undefined||!(subject.subject in gens||subject.subject==='errors'))continue;
   const profile=subject.profiles[0];const bins=binCount(subject.bins);const counts=new Array(bins).fill(0);
   const v=uniform(900001+r*977+subject.subject.length*131+subject.subject.charCodeAt(0)+nb);
   if(subject.subject==='errors'){for(let k=0;k<nb;k++)counts[v()<0.01?1:0]++}
   else{const bin=makeBinner(subject.bins,true);const g=gens[subject.subject];for(let k=0;k<nb;k++)counts[bin(g(v))]++}
   const none={nulls:0,wrong_type:0,nans:0,infinities:0,below:0,above:0};
   const now={counts,...none};
   const c=comparisonOf(Reference.of(subject,profile),{subject:subject.subject,a:{counts:profile.counts,...none},b:now,distances:distancesOf(profile.counts,counts,subject)},ticks,levels(subject.subject));
   if(c.different){any=true;if(process.env.V){const t=c.tests[0];const b=Reference.of(subject,profile).labels.indexOf(t.statistic.slice(6));console.log(subject.subject,t.statistic,t.p_value,t.value,t.critical,'A',profile.counts[b],'B',counts[b],JSON.stringify(profile.overdispersion.at(-1).shares[b]))}const key=subject.subject+' '+c.tests.filter(t=>t.p_value<=c.alpha).map(t=>t.statistic.replace(/share:.*/,'share')).join('+');by[key]=(by[key]??0)+1}
  }
  if(any)diff++;
 }
 console.log(na+'/'+nb,'different',diff,'of',rounds,JSON.stringify(by),((Date.now()-t0)/1000).toFixed(0)+'s');
}
