// smallest share found in 9 of 10 windows, old law vs new, alpha 1e-7
import { sharePValue } from './dist/detectors/skewed-test.js';
import { normalSf, skewedSf } from '@anchorwatch/stats';
const old=({successes,n,before,total})=>{const share=successes/n,size=n*total/(n+total),v=before*(1-before),side=share<before?-1:1,third=side*(1-2*before)/Math.sqrt(v);const z=Math.abs(share-before)/Math.sqrt(v/size);const sk=third*size**1.5/(n*n);return Math.min(1,2*(sk*z**3<.05?normalSf(z):skewedSf(z,sk)))};
for(const [n,N] of [[250,10000],[1000,10000],[6400,10000],[64000,100000]])for(const p of [.05,.3]){
 const least=f=>{for(let m=Math.ceil(p*n);m<=n;m++)if(f({successes:m,n,before:p,total:N,overdispersion:1,tolerated:0})<=1e-7){return m/n}};
 const most=f=>{for(let m=Math.floor(p*n);m>=0;m--)if(f({successes:m,n,before:p,total:N,overdispersion:1,tolerated:0})<=1e-7){return m/n}};
 console.log(n,N,p,'rise found from',least(old)?.toFixed(4),'->',least(sharePValue)?.toFixed(4),'fall from',most(old)?.toFixed(4),'->',most(sharePValue)?.toFixed(4))}
